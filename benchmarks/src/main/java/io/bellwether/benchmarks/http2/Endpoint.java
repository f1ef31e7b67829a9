package io.bellwether.benchmarks.http2;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.credential.TokenSource;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The server that connections are opened to.
 *
 * @param bearerToken sent with each request; empty when the client certificate is the identity
 */
public record Endpoint(String host, int port, SSLContext tls, Optional<String> bearerToken) {

    private static final int HTTPS_PORT = 443;

    /**
     * Of a configuration with a client certificate or a fixed token.
     *
     * <p>Errors: IllegalArgumentException for another scheme than https and for tokens that have to be fetched.
     */
    public static Endpoint of(ClientConfig config) throws IOException, GeneralSecurityException {
        if (!"https".equals(config.server().getScheme())) {
            throw new IllegalArgumentException("only https is measured, not " + config.server());
        }
        int port = config.server().getPort() < 0 ? HTTPS_PORT : config.server().getPort();
        return new Endpoint(config.server().getHost(), port, config.tls().context(), token(config.token()));
    }

    private static Optional<String> token(TokenSource source) {
        return switch (source) {
            case TokenSource.None() -> Optional.empty();
            case TokenSource.Fixed(String token) -> Optional.of(token);
            case TokenSource.InFile ignored -> throw unsupported();
            case TokenSource.FromCommand ignored -> throw unsupported();
        };
    }

    private static IllegalArgumentException unsupported() {
        return new IllegalArgumentException("the kubeconfig must hold a client certificate or a token");
    }

    String authority() {
        return host + ":" + port;
    }
}
