package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.execution.Threads;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many clients at once: nothing is lost, nothing happens twice, and what watchers see agrees with what was answered.
 *
 * <p>Source: G-R1, G-A1, G-A4.
 */
@Timeout(120)
final class ConcurrencyTest {

    private final ExecutorService executor = Threads.virtual("test");
    private final ControlPlane plane = new ControlPlane(new MemoryStore(executor), WatchCacheLimits.DEFAULT);

    @AfterEach
    void close() {
        plane.close();
        executor.shutdown();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void increments_ofFiftyClients_allCount() throws InterruptedException, ExecutionException {
        plane.create("configmaps", "default", configMap("counter", "0"));

        inParallel(50, client -> {
            for (int done = 0; done < 20; ) {
                ObjectNode read =
                        (ObjectNode) plane.call("configmaps").in("default").get("counter");
                int count = Integer.parseInt(read.at("/data/k").stringValue());
                ((ObjectNode) read.path("data")).put("k", Integer.toString(count + 1));
                try {
                    plane.call("configmaps").in("default").body(read).update("counter");
                    done++;
                } catch (StatusException e) {
                    assertThat(e.reason()).isEqualTo(StatusReason.CONFLICT);
                }
            }
            return 0;
        });

        assertThat(plane.call("configmaps")
                        .in("default")
                        .get("counter")
                        .at("/data/k")
                        .stringValue())
                .isEqualTo("1000");
    }

    @Test
    void patches_withoutPrecondition_neverConflictAndAllArrive() throws InterruptedException, ExecutionException {
        plane.createConfigMap("default", "a");

        inParallel(
                50,
                client -> plane.call("configmaps")
                        .in("default")
                        .body("application/merge-patch+json", "{\"data\":{\"c" + client + "\":\"1\"}}")
                        .patch("a"));

        assertThat(plane.call("configmaps").in("default").get("a").path("data")).hasSize(51);
    }

    @Test
    void creates_ofOneName_succeedOnce() throws InterruptedException, ExecutionException {
        AtomicInteger created = new AtomicInteger();

        inParallel(100, client -> {
            try {
                plane.createConfigMap("default", "a");
                return created.incrementAndGet();
            } catch (StatusException e) {
                assertThat(e.reason()).isEqualTo(StatusReason.ALREADY_EXISTS);
                return 0;
            }
        });

        assertThat(created).hasValue(1);
    }

    @Test
    void generatedNames_inParallel_areUnique() throws InterruptedException, ExecutionException {
        inParallel(50, client -> {
            for (int count = 0; count < 20; count++) {
                plane.create("configmaps", "default", "{\"metadata\":{\"generateName\":\"g-\"}}");
            }
            return 0;
        });

        assertThat(plane.call("configmaps").in("default").list().path("items")).hasSize(1000);
    }

    @Test
    void list_afterAnAcknowledgedWrite_showsIt() throws InterruptedException, ExecutionException {
        inParallel(20, client -> {
            for (int count = 0; count < 20; count++) {
                String name = "c" + client + "-" + count;
                long written = Long.parseLong(plane.createConfigMap("default", name)
                        .at("/metadata/resourceVersion")
                        .stringValue());
                JsonNode list = plane.call("configmaps")
                        .in("default")
                        .query("fieldSelector", "metadata.name=" + name)
                        .list();
                assertThat(list.path("items")).hasSize(1);
                assertThat(Long.parseLong(list.at("/metadata/resourceVersion").stringValue()))
                        .isGreaterThanOrEqualTo(written);
            }
            return 0;
        });
    }

    @Test
    void finalizers_removedWhileOthersUpdate_deleteOnce() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 50; round++) {
            String name = "a" + round;
            plane.create(
                    "configmaps",
                    "default",
                    "{\"metadata\":{\"name\":\"" + name + "\",\"finalizers\":[\"example.com/hold\"]}}");
            try (WatchStream watch = plane.call("configmaps")
                    .in("default")
                    .query("fieldSelector", "metadata.name=" + name)
                    .watch()) {
                inParallel(6, client -> {
                    try {
                        switch (client % 3) {
                            case 0 -> plane.call("configmaps").in("default").delete(name);
                            case 1 ->
                                plane.call("configmaps")
                                        .in("default")
                                        .body("application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}")
                                        .patch(name);
                            default ->
                                plane.call("configmaps")
                                        .in("default")
                                        .body("application/merge-patch+json", "{\"data\":{\"c\":\"" + client + "\"}}")
                                        .patch(name);
                        }
                    } catch (StatusException e) {
                        assertThat(e.reason()).isEqualTo(StatusReason.NOT_FOUND);
                    }
                    return 0;
                });
                assertDeletedOnceAndLast(watch);
            }
        }
        assertThat(plane.call("configmaps").in("default").list().path("items")).isEmpty();
    }

    private static void assertDeletedOnceAndLast(WatchStream watch) throws InterruptedException {
        long last = 0;
        boolean deleted = false;
        while (!deleted) {
            if (watch.next(Duration.ofMinutes(1)) instanceof WatchStream.Frames frames) {
                for (var frame : frames.frames()) {
                    JsonNode event = ControlPlane.parse(frame.utf8());
                    long version = Long.parseLong(
                            event.at("/object/metadata/resourceVersion").stringValue());
                    assertThat(deleted).isFalse();
                    assertThat(version).isGreaterThan(last);
                    last = version;
                    deleted = event.path("type").stringValue().equals("DELETED");
                }
            }
        }
    }

    @Test
    void deleteCollection_racingWithCreates_sparesOnlyLaterOnes() throws InterruptedException, ExecutionException {
        for (int index = 0; index < 200; index++) {
            plane.createConfigMap("default", "old" + index);
        }

        inParallel(8, client -> {
            if (client == 0) {
                plane.call("configmaps").in("default").deleteCollection();
            } else {
                for (int count = 0; count < 30; count++) {
                    plane.createConfigMap("default", "new" + client + "-" + count);
                }
            }
            return 0;
        });

        plane.call("configmaps")
                .in("default")
                .list()
                .path("items")
                .forEach(item ->
                        assertThat(item.at("/metadata/name").stringValue()).startsWith("new"));
    }

    /** One client's work. */
    private interface Client {
        Object work(int client);
    }

    private void inParallel(int clients, Client client) throws InterruptedException, ExecutionException {
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int index = 0; index < clients; index++) {
            int number = index;
            tasks.add(() -> client.work(number));
        }
        for (Future<Object> done : executor.invokeAll(tasks)) {
            done.get();
        }
    }
}
