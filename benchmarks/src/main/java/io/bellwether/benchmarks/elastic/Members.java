package io.bellwether.benchmarks.elastic;

import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster says while somebody forms, heals or grows it; the same questions whoever does. Threads: one caller.
 */
final class Members {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build(),
            TIMEOUT);

    /** Waits for the first write that is acknowledged. */
    void awaitWrite(List<URI> servers) {
        Waiting.until(
                "a write",
                () -> servers.stream()
                        .anyMatch(server -> client.put(server, "/first", "write") instanceof Answer.Given));
    }

    /** Waits until exactly so many members are listed, all of them voters that read linearizably. */
    void awaitVoters(List<URI> servers) {
        Waiting.until(
                servers.size() + " voters", () -> servers.stream().allMatch(server -> isWhole(server, servers.size())));
    }

    private boolean isWhole(URI server, int voters) {
        Optional<MemberList> list =
                client.confirmedMembers(server, "/x").given().map(EtcdClient.Confirmed::list);
        return list.isPresent()
                && list.get().members().size() == voters
                && list.get().voters().size() == voters
                && client.status(server)
                        .given()
                        .filter(status -> status.leader().isPresent() && !status.learner())
                        .isPresent();
    }

    /** Which of them leads. */
    int leader(List<URI> servers) {
        int[] found = {-1};
        Waiting.until("a leader", () -> {
            for (int i = 0; i < servers.size(); i++) {
                if (client.status(servers.get(i))
                        .given()
                        .filter(MemberStatus::isLeader)
                        .isPresent()) {
                    found[0] = i;
                }
            }
            return found[0] >= 0;
        });
        return found[0];
    }

    /** etcd's version. */
    String version(URI server) {
        return client.status(server).given().map(MemberStatus::version).orElse("unknown");
    }
}
