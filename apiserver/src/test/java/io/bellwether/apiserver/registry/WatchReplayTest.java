package io.bellwether.apiserver.registry;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What watchers are told of churning objects adds up to the final list.
 *
 * <p>Source: G-R4.
 */
@Timeout(120)
final class WatchReplayTest {

    private final ExecutorService executor = Threads.virtual("test");
    private final ControlPlane plane = new ControlPlane(new MemoryStore(executor), WatchCacheLimits.DEFAULT);

    @AfterEach
    void close() {
        plane.close();
        executor.shutdown();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void watchers_ofChurningObjects_replayToTheFinalList() throws InterruptedException, ExecutionException {
        List<Future<Map<String, String>>> watchers = new ArrayList<>();
        for (int index = 0; index < 30; index++) {
            boolean selective = index % 2 == 0;
            WatchStream watch = selective
                    ? plane.call("configmaps")
                            .in("default")
                            .query("labelSelector", "parity=even")
                            .watch()
                    : plane.call("configmaps").in("default").watch();
            watchers.add(executor.submit(() -> replay(watch)));
        }

        List<Future<?>> writers = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            String prefix = "c" + index + "-";
            writers.add(executor.submit(() -> churn(prefix)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"zz-end\",\"labels\":{\"parity\":\"even\"}}}");

        Map<String, String> all = listed("");
        Map<String, String> even = listed("parity=even");
        for (int index = 0; index < watchers.size(); index++) {
            assertThat(watchers.get(index).get()).isEqualTo(index % 2 == 0 ? even : all);
        }
    }

    private void churn(String prefix) {
        for (int count = 0; count < 100; count++) {
            churn(prefix + count % 5, count);
        }
    }

    private void churn(String name, int count) {
        String labelled = "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"parity\":\""
                + (count / 5 % 2 == 0 ? "even" : "odd") + "\"}},\"data\":{\"c\":\"" + count + "\"}}";
        try {
            if (count % 7 == 6) {
                plane.call("configmaps").in("default").delete(name);
            } else if (count < 5) {
                plane.create("configmaps", "default", labelled);
            } else {
                plane.call("configmaps").in("default").body(labelled).update(name);
            }
        } catch (StatusException e) {
            assertThat(e.reason()).isEqualTo(StatusReason.NOT_FOUND);
        }
    }

    private Map<String, String> listed(String selector) {
        Map<String, String> objects = new HashMap<>();
        plane.call("configmaps")
                .in("default")
                .query("labelSelector", selector)
                .list()
                .path("items")
                .forEach(item -> objects.put(
                        item.at("/metadata/name").stringValue(),
                        item.at("/metadata/resourceVersion").stringValue()));
        return objects;
    }

    /** Applies events, checking each against what is held, until the last object appears. */
    private static Map<String, String> replay(WatchStream watch) throws InterruptedException {
        Map<String, String> held = new HashMap<>();
        try (watch) {
            while (!held.containsKey("zz-end")) {
                if (watch.next(Duration.ofMinutes(1)) instanceof WatchStream.Frames frames) {
                    frames.frames().forEach(frame -> apply(held, ControlPlane.parse(frame.utf8())));
                }
            }
        }
        return held;
    }

    private static void apply(Map<String, String> held, JsonNode event) {
        String name = event.at("/object/metadata/name").stringValue();
        String version = event.at("/object/metadata/resourceVersion").stringValue();
        switch (event.path("type").stringValue()) {
            case "ADDED" -> assertThat(held.put(name, version)).isNull();
            case "MODIFIED" -> assertThat(held.put(name, version)).isNotNull();
            case "DELETED" -> assertThat(held.remove(name)).isNotNull();
            default -> throw new AssertionError(event);
        }
    }
}
