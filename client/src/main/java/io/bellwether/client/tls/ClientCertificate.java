package io.bellwether.client.tls;

/**
 * The certificate by which a client proves who it is.
 *
 * @param chain one or more certificates, the client's own first
 * @param key its private key: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted
 */
public record ClientCertificate(PemSource chain, PemSource key) {

    /** Changes when certificate or key may have changed. */
    public String stamp() {
        return chain.stamp() + " " + key.stamp();
    }
}
