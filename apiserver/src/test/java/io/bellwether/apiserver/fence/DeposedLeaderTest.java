package io.bellwether.apiserver.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.Threads;
import io.bellwether.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaders depose each other as fast as they can and write under their tokens, with outsiders deleting the Lease: the
 * order of what was accepted tells whether a fence ever failed.
 *
 * <p>Source: G-F2.
 */
final class DeposedLeaderTest {

    private static final int LEADERS = 6;
    private static final int TURNS = 150;

    @Test
    void writes_ofManyRivals_areAcceptedInTheOrderOfTheirTokens() throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Threads.virtual("test");
                ControlPlane plane = new ControlPlane(new MemoryStore(executor), WatchCacheLimits.DEFAULT)) {
            plane.create(
                    "configmaps",
                    "default",
                    "{\"metadata\":{\"name\":\"log\"},\"data\":{\"token\":\"0\",\"count\":\"0\"}}");
            List<Future<Integer>> leaders = new ArrayList<>();
            for (int index = 0; index < LEADERS; index++) {
                String identity = "leader-" + index;
                leaders.add(executor.submit(() -> new Leader(plane, identity).run()));
            }
            int accepted = 0;
            for (Future<Integer> leader : leaders) {
                accepted += leader.get();
            }

            JsonNode log = plane.call("configmaps").in("default").get("log");
            assertThat(accepted).isPositive();
            assertThat(log.at("/data/count").stringValue()).isEqualTo(Integer.toString(accepted));
            assertThat(plane.violations).isEmpty();
        }
    }

    /** Takes the Lease and then writes under the token it got, sometimes long after it was deposed. */
    private static final class Leader {

        private final ControlPlane plane;
        private final String identity;
        private final RandomGenerator random;
        private int accepted;

        Leader(ControlPlane plane, String identity) {
            this.plane = plane;
            this.identity = identity;
            this.random = Randomness.seeded(identity.hashCode());
        }

        int run() {
            for (int turn = 0; turn < TURNS; turn++) {
                try {
                    long token = acquire();
                    for (int writes = random.nextInt(4); writes > 0; writes--) {
                        plane.call("leases").in("default").list();
                        write(token);
                    }
                    if (random.nextInt(10) == 0) {
                        plane.call("leases").in("default").delete("l");
                    }
                } catch (StatusException e) {
                    assertThat(e.reason())
                            .isIn(
                                    StatusReason.FENCED_OUT,
                                    StatusReason.CONFLICT,
                                    StatusReason.ALREADY_EXISTS,
                                    StatusReason.NOT_FOUND);
                }
            }
            return accepted;
        }

        private long acquire() {
            String spec = "{\"holderIdentity\":\"" + identity + "\"}";
            JsonNode lease;
            try {
                ObjectNode existing =
                        (ObjectNode) plane.call("leases").in("default").get("l");
                existing.set("spec", ControlPlane.parse(spec));
                lease = plane.call("leases").in("default").body(existing).update("l");
            } catch (StatusException e) {
                if (e.reason() != StatusReason.NOT_FOUND) {
                    throw e;
                }
                lease = plane.create("leases", "default", "{\"metadata\":{\"name\":\"l\"},\"spec\":" + spec + "}");
            }
            return Long.parseLong(lease.path("metadata")
                    .path("annotations")
                    .path(Handover.ANNOTATION)
                    .stringValue());
        }

        /** An accepted write shows the token of the write before it: it must not be greater than this one's. */
        private void write(long token) {
            ObjectNode log = (ObjectNode) plane.call("configmaps").in("default").get("log");
            ObjectNode data = (ObjectNode) log.path("data");
            long before = Long.parseLong(data.path("token").stringValue());
            int count = Integer.parseInt(data.path("count").stringValue());
            data.put("token", Long.toString(token)).put("count", Integer.toString(count + 1));
            plane.call("configmaps")
                    .in("default")
                    .fence(new Fence("default", "l", token))
                    .body(log)
                    .update("log");
            accepted++;
            assertThat(before).as("the token of the write before").isLessThanOrEqualTo(token);
        }
    }
}
