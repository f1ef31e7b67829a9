package io.bellwether.etcd.member;

import io.bellwether.etcd.security.NodeIdentity;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** By what a node asks the members of its cluster. */
final class HttpToMembers {

    private HttpToMembers() {}

    /**
     * With the node's certificate, the present one at each handshake, where it has an identity.
     *
     * @param plain where it has none
     */
    static HttpClient of(Optional<NodeIdentity> identity, HttpClient plain, Duration patience, Executor executor) {
        return identity.map(each -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience)
                        .executor(executor)
                        .sslContext(each.context())
                        .build())
                .orElse(plain);
    }
}
