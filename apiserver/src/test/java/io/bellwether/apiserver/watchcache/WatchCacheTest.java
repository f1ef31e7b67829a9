package io.bellwether.apiserver.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ManualTime;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Threads;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bounds, ends and waiting of the watch cache.
 *
 * <p>Source: G-R5, G-R6, G-A6.
 */
@Timeout(30)
final class WatchCacheTest {

    private static final ResourceKeys KIND = ResourceKeys.of("", "configmaps", true);
    private static final WatchCacheLimits SMALL = new WatchCacheLimits(new HistoryLimits(5, 1 << 20), 10, 1000);

    private final ManualTime time = new ManualTime();
    private final List<InvariantViolation> violations = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(Runnable::run);
    private final WatchCache cache = new WatchCache(store, time, time, SMALL, violations::add);

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    @Test
    void subscriber_thatTakesNothing_isEndedAtTheBoundAndHoldsNothing() throws InterruptedException {
        cache.start();
        Subscription slow = subscribe(new Start.Now()).orElseThrow();
        Subscription fast = subscribe(new Start.Now()).orElseThrow();
        int taken = 0;

        for (int index = 0; index < 11; index++) {
            put("n" + index, "v");
            taken += fast.poll(time.nanos()).size();
        }

        assertThat(slow.end()).contains(SubscriptionEnd.TOO_SLOW);
        assertThat(slow.poll(time.nanos())).isEmpty();
        assertThat(fast.end()).isEmpty();
        assertThat(taken).isEqualTo(11);
    }

    @Test
    void subscriber_withTooManyBytes_isEnded() {
        cache.start();
        Subscription slow = subscribe(new Start.Now()).orElseThrow();

        put("a", "x".repeat(600));
        put("b", "x".repeat(600));

        assertThat(slow.end()).contains(SubscriptionEnd.TOO_SLOW);
    }

    @Test
    void subscriber_withOneHugeEvent_receivesIt() throws InterruptedException {
        cache.start();
        Subscription subscription = subscribe(new Start.Now()).orElseThrow();

        put("a", "x".repeat(5000));

        assertThat(subscription.poll(time.nanos())).hasSize(1);
    }

    @Test
    void foreignCommits_moveTheRevisionOfEveryKind() {
        cache.start();
        store.txn(Txn.create(new Key("/fences/default/l"), Bytes.utf8("1")));

        assertThat(cache.snapshot(KIND).revision()).isEqualTo(store.currentRevision());
    }

    @Test
    void entries_ofTheCache_areThoseOfTheStore() {
        cache.start();
        put("a", "v");
        Key key = KIND.key(Optional.of("ns"), "a");

        KeyValue cached = cache.snapshot(KIND).get(key).orElseThrow();

        assertThat(cached.value().shared())
                .isSameAs(store.get(key).orElseThrow().value().shared());
    }

    @Test
    void frame_forManySubscribers_isWrittenOnce() throws InterruptedException {
        cache.start();
        CountingFormat format = new CountingFormat();
        List<Subscription> subscribers = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            subscribers.add(subscribe(new Start.Now()).orElseThrow());
        }

        put("a", "v");

        List<Bytes> frames = new ArrayList<>();
        for (Subscription subscriber : subscribers) {
            frames.add(subscriber.poll(time.nanos()).getFirst().frame(format));
        }
        assertThat(format.written).isEqualTo(1);
        assertThat(frames).allSatisfy(frame -> assertThat(frame).isSameAs(frames.getFirst()));
    }

    @Test
    void awaitApplied_untilTheCommitIsThere_answersTrue() throws InterruptedException, ExecutionException {
        cache.start();
        try (ExecutorService executor = Threads.virtual("test")) {
            Revision next = store.currentRevision().next();
            Future<Boolean> waiting =
                    executor.submit(() -> cache.awaitApplied(next, Deadline.after(time, Duration.ofSeconds(3))));
            put("a", "v");

            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void awaitApplied_pastTheDeadline_answersFalse() throws InterruptedException, ExecutionException {
        cache.start();
        try (ExecutorService executor = Threads.virtual("test")) {
            Deadline deadline = Deadline.after(time, Duration.ofSeconds(3));
            Future<Boolean> waiting = executor.submit(() -> cache.awaitApplied(new Revision(1000), deadline));
            while (!waiting.isDone()) {
                time.advance(Duration.ofMillis(250));
                Thread.onSpinWait();
            }

            assertThat(waiting.get()).isFalse();
        }
    }

    @Test
    void closing_store_endsSubscribers() {
        cache.start();
        Subscription subscription = subscribe(new Start.Now()).orElseThrow();

        store.close();

        assertThat(subscription.end()).contains(SubscriptionEnd.SHUT_DOWN);
    }

    @Test
    void feed_thatIsCompactedAway_beginsAnewAndEndsSubscribers() throws InterruptedException {
        HeldExecutor executor = new HeldExecutor();
        MemoryStore held = new MemoryStore(executor);
        try (WatchCache late = new WatchCache(held, time, time, SMALL, violations::add)) {
            late.start();
            executor.runAll();
            Subscription subscription = late.subscribe(Scope.all(KIND), Selection.EVERYTHING, new Start.Now())
                    .orElseThrow();
            for (int index = 0; index < 50; index++) {
                held.txn(Txn.create(KIND.key(Optional.of("ns"), "n" + index), Bytes.utf8("v")));
            }
            held.compact(held.currentRevision());
            executor.runAll();

            assertThat(violations).isEmpty();
            assertThat(subscription.end()).contains(SubscriptionEnd.EXPIRED);
            assertThat(late.applied()).isEqualTo(held.currentRevision());
            assertThat(late.snapshot(KIND).count(KIND.range(Optional.empty()))).isEqualTo(50);
        }
        held.close();
    }

    private Optional<Subscription> subscribe(Start start) {
        return cache.subscribe(Scope.all(KIND), Selection.EVERYTHING, start);
    }

    private void put(String name, String value) {
        TxnResult result = store.txn(new Txn(
                List.of(), List.of(new Operation.Put(KIND.key(Optional.of("ns"), name), Bytes.utf8(value)))));
        assertThat(result).isInstanceOf(TxnResult.Committed.class);
    }
}
