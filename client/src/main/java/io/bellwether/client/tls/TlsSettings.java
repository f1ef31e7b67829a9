package io.bellwether.client.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to speak TLS to one server.
 *
 * @param serverName the name the server's certificate must have; empty for the host of its URL. It replaces the host in
 *     the check; the name sent in the handshake (SNI) stays the host of the URL, which {@code java.net.http} fixes.
 * @param clientCertificate what the client proves itself with, if by a certificate
 */
public record TlsSettings(Trust trust, String serverName, Optional<ClientCertificate> clientCertificate) {

    /** The same with another client certificate. */
    public TlsSettings withClientCertificate(ClientCertificate certificate) {
        return new TlsSettings(trust, serverName, Optional.of(certificate));
    }

    /** Changes when a file that a context was made of may have changed. */
    public String stamp() {
        String authorities = trust instanceof Trust.Authorities(PemSource certificates) ? certificates.stamp() : "";
        return authorities + " "
                + clientCertificate.map(ClientCertificate::stamp).orElse("");
    }

    /**
     * Reads certificates and keys and makes a context of them.
     *
     * <p>Errors: IOException when a file cannot be read; GeneralSecurityException when a certificate or key is not
     * valid, saying which.
     */
    public SSLContext context() throws IOException, GeneralSecurityException {
        return TlsContexts.of(this);
    }
}
