package io.bellwether.etcd.member;

import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.MemberException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lets the revisions of a restored key space go on beyond all that clients may have seen, where etcd's program could
 * not: by writes that say nothing, and a compaction behind them, so that a client that goes on from an old revision is
 * told to read anew.
 *
 * <p>Threads: one at a time; the writes run on the executor.
 */
final class Revisions {

    /** Beyond the highest revision that was seen: what others may have seen in the moment of the loss. */
    private static final long MARGIN = 1_000;

    /** Enough to fill a commit, few enough for a slow disk. */
    private static final int AT_ONCE = 64;

    private static final String KEY = "/bellwether/cluster/restored";
    private static final Duration COMPACTION = Duration.ofMinutes(2);

    private final EtcdClient client;
    private final MaintenanceClient maintenance;
    private final Executor executor;

    Revisions(EtcdClient client, MaintenanceClient maintenance, Executor executor) {
        this.client = client;
        this.maintenance = maintenance;
        this.executor = executor;
    }

    /**
     * Raises them, if that has not been done.
     *
     * @param highest that was seen
     * @param raised whether the program that restored did it
     * @return what the member says then
     */
    MemberStatus beyond(URI server, long highest, boolean raised, Consumer<String> progress) {
        long target = highest + MARGIN;
        MemberStatus status = status(server);
        if (!raised && status.revision() < target) {
            progress.accept("Writing " + (target - status.revision()) + " empty revisions, up to " + target);
            while (status.revision() < target) {
                write(server, (int) Math.min(AT_ONCE, target - status.revision()));
                status = status(server);
            }
            if (maintenance
                    .compact(server, status.revision(), COMPACTION)
                    .given()
                    .isEmpty()) {
                throw refused("does not compact its history");
            }
        }
        if (status.revision() < target) {
            throw refused("is at revision " + status.revision() + ", and " + target + " was wanted");
        }
        return status;
    }

    private void write(URI server, int count) {
        CompletableFuture<?>[] writes = IntStream.range(0, count)
                .mapToObj(each -> CompletableFuture.runAsync(
                        () -> {
                            if (client.put(server, KEY, "").given().isEmpty()) {
                                throw refused("does not write");
                            }
                        },
                        executor))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(writes).join();
    }

    private MemberStatus status(URI server) {
        return client.status(server).given().orElseThrow(() -> refused("does not answer any more"));
    }

    private static MemberException refused(String what) {
        return new MemberException(Reason.REFUSED, "the restored member " + what + "; nothing was changed");
    }
}
