package io.bellwether.certificates;

import io.bellwether.certificates.core.CertificateFacts;
import io.bellwether.certificates.core.CertificateFacts.Trust;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A private key and the certificate of its public key.
 *
 * @param key never logged, never leaves the process but into its file
 */
public record Credential(PrivateKey key, X509Certificate certificate) {

    /** What decides whether another one is due. */
    public CertificateFacts facts(Credential authority) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        Set<String> names = alternatives == null
                ? Set.of()
                : alternatives.stream()
                        .map(entry -> String.valueOf(entry.get(1)))
                        .collect(Collectors.toSet());
        return new CertificateFacts(
                names,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                isOf(authority) ? Trust.OURS : Trust.FOREIGN);
    }

    /**
     * By the issuer's name, in which the authority carries 64 random bits. Verifying signatures would cost each start
     * 400 ms of processor time, most of it compiling the arithmetic of the curve, to find out what the first handshake
     * tells as well.
     */
    private boolean isOf(Credential authority) {
        return certificate
                .getIssuerX500Principal()
                .equals(authority.certificate().getSubjectX500Principal());
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
