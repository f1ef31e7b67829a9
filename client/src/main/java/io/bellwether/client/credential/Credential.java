package io.bellwether.client.credential;

import io.bellwether.client.tls.ClientCertificate;
import java.util.Optional;

/**
 * What proves who the client is, for one request.
 *
 * @param bearerToken goes into the {@code Authorization} header; empty for none
 * @param certificate replaces the certificate of the configuration, when a plugin gave one
 */
public record Credential(String bearerToken, Optional<ClientCertificate> certificate) {

    /** Nothing beyond the configuration's own certificate. */
    public static final Credential NONE = new Credential("", Optional.empty());

    /** Only a token. */
    public static Credential ofToken(String token) {
        return new Credential(token, Optional.empty());
    }

    /** Without the token. */
    @Override
    public String toString() {
        return (bearerToken.isEmpty() ? "no token" : "a token") + (certificate.isPresent() ? ", a certificate" : "");
    }
}
