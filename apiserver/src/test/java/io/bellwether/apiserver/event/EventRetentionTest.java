package io.bellwether.apiserver.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.Delivery;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Start;
import io.bellwether.apiserver.watchcache.Subscription;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Threads;
import io.bellwether.store.Key;
import io.bellwether.store.Revision;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events are bounded in number and age; the oldest go first. */
@Timeout(60)
final class EventRetentionTest {

    private static final ResourceKeys EVENTS = ResourceKeys.of("", "events", true);

    private final ExecutorService executor = Threads.virtual("test");
    private final ControlPlane plane = new ControlPlane(new MemoryStore(executor), WatchCacheLimits.DEFAULT);

    @AfterEach
    void close() {
        plane.close();
        executor.shutdown();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void surplus_beyondTheCount_isTheOldest() throws InterruptedException {
        for (int index = 0; index < 8; index++) {
            create("e" + index);
        }

        List<String> removed = removedBy(new EventLimits(5, Duration.ofHours(1)), 3);

        assertThat(removed).containsExactlyInAnyOrder("e0", "e1", "e2");
    }

    @Test
    void events_pastTheAge_goAndYoungerOnesStay() throws InterruptedException {
        create("old");
        plane.time.advance(Duration.ofMinutes(40));
        create("young");
        plane.time.advance(Duration.ofMinutes(25));

        List<String> removed = removedBy(new EventLimits(100, Duration.ofHours(1)), 1);

        assertThat(removed).containsExactly("old");
    }

    @Test
    void event_writtenAgain_staysLonger() {
        EventLedger ledger = new EventLedger(new EventLimits(100, Duration.ofHours(1)));
        Key first = new Key("/a");
        ledger.written(first, new Revision(1), 0);
        ledger.written(new Key("/b"), new Revision(2), 1);
        ledger.written(first, new Revision(3), Duration.ofMinutes(30).toNanos());

        List<EventLedger.Entry> surplus = ledger.surplus(Duration.ofMinutes(61).toNanos(), 10);

        assertThat(surplus).extracting(entry -> entry.key().value()).containsExactly("/b");
    }

    @Test
    void gate_closed_removesNothing() throws InterruptedException {
        create("e0");
        create("e1");
        EventRetention retention = new EventRetention(
                plane.store,
                plane.cache,
                ControlPlane.kind("events"),
                new EventLimits(1, Duration.ofHours(1)),
                () -> false,
                plane.time);
        retention.start(executor);
        plane.time.advance(Duration.ofHours(3));
        retention.close();

        assertThat(plane.call("events").list().path("items")).hasSize(2);
    }

    private void create(String name) {
        plane.create(
                "events",
                "default",
                "{\"metadata\":{\"name\":\"" + name
                        + "\"},\"involvedObject\":{\"namespace\":\"default\",\"name\":\"x\"}}");
    }

    private List<String> removedBy(EventLimits limits, int count) throws InterruptedException {
        EventRetention retention = new EventRetention(
                plane.store, plane.cache, ControlPlane.kind("events"), limits, () -> true, plane.time);
        try (Subscription subscription = plane.cache
                .subscribe(Scope.all(EVENTS), Selection.EVERYTHING, new Start.Now())
                .orElseThrow()) {
            retention.start(executor);
            List<String> removed = new ArrayList<>();
            while (removed.size() < count) {
                for (Delivery delivery : subscription.poll(Long.MAX_VALUE)) {
                    if (delivery.type() == EventType.DELETED) {
                        removed.add(EVENTS.name(delivery.object().key()));
                    }
                }
            }
            assertThat(plane.store.stats(EVENTS.range(Optional.empty())).count())
                    .isPositive();
            return removed;
        } finally {
            retention.close();
        }
    }
}
