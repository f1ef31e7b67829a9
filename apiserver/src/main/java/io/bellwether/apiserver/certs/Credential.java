package io.bellwether.apiserver.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A private key and the certificate of its public key.
 *
 * @param key never logged, never leaves the process but into its file
 */
public record Credential(PrivateKey key, X509Certificate certificate) {

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
