package io.bellwether.client;

import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.TlsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Which server, and as whom.
 *
 * @param server {@code https://host:port}, perhaps with a path before the API's own
 * @param namespace where objects live unless a request says otherwise
 * @param proxy an HTTP proxy that tunnels to the server
 * @param origin where this was read, for a person: "kubeconfig /home/a/.kube/config, context lab"
 */
public record ClientConfig(
        URI server,
        TlsSettings tls,
        TokenSource token,
        String namespace,
        Optional<InetSocketAddress> proxy,
        String origin) {

    /** Refuses URLs that no request can be built from. */
    public ClientConfig {
        String scheme = server.getScheme();
        boolean isHttp = "https".equals(scheme) || "http".equals(scheme);
        if (!isHttp || server.getHost() == null || server.getQuery() != null) {
            throw new IllegalArgumentException("the server must be an http or https URL with a host, not " + server);
        }
    }

    /** A path of this server, with a query perhaps. */
    URI at(String pathAndQuery) {
        return URI.create(server.toString().replaceAll("/+$", "") + pathAndQuery);
    }

    /** The same under another name of its origin. */
    public ClientConfig from(String newOrigin) {
        return new ClientConfig(server, tls, token, namespace, proxy, newOrigin);
    }
}
