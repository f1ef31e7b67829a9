package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.core.Commit;
import io.bellwether.apiserver.watchcache.core.KindState;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Scheduler;
import io.bellwether.store.KeyRange;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchListener;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recent state of every kind in memory, fed by one watch of the whole store.
 *
 * <p>Shape: the cache shares the store's entries; there is no second copy of an object. A kind begins to exist with its
 * first object.
 *
 * <p>Threads: the feed is the thread that the store calls the listener on; it alone writes states and never waits for a
 * subscriber. Everything else is safe from any thread.
 *
 * <p>Errors: an invariant that does not hold is handed to {@code fatal}, which ends the process; the feed stops. When
 * the store has forgotten the place of the feed, every kind begins anew and every subscription ends with
 * {@link SubscriptionEnd#EXPIRED}.
 */
public final class WatchCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchCache.class);

    private final Store store;
    private final Clock clock;
    private final WatchCacheLimits limits;
    private final Consumer<InvariantViolation> fatal;
    private final Alarms alarms;
    private final Progress progress;
    private final Kinds kinds;
    private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();
    private volatile boolean closed;

    /** A cache that is empty until {@link #start}. */
    public WatchCache(
            Store store,
            Clock clock,
            Scheduler scheduler,
            WatchCacheLimits limits,
            Consumer<InvariantViolation> fatal) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.fatal = fatal;
        this.alarms = new Alarms(clock, scheduler);
        this.progress = new Progress(clock, alarms);
        this.kinds = new Kinds(limits.history());
    }

    /**
     * Reads every object and follows the store. Blocks until the state is there; what led to it is read by the feed,
     * and until it is there {@link #awaitApplied} waits.
     */
    public void start() {
        begin();
    }

    /** Everything up to here is in the cache. */
    public Revision applied() {
        return progress.applied();
    }

    /**
     * Waits until everything up to the revision is in the cache.
     *
     * @return false: the deadline came first (noticed up to a quarter of a second late), or the cache was closed
     */
    public boolean awaitApplied(Revision revision, Deadline deadline) throws InterruptedException {
        return progress.await(revision, deadline.atNanos());
    }

    /** The objects of a kind, at {@link #applied} or a later revision. */
    public Snapshot snapshot(ResourceKeys resource) {
        Revision before = progress.applied();
        KindState state = kinds.kind(resource.prefix()).state();
        return new Snapshot(state, KindCache.completeAt(state, before));
    }

    /**
     * Subscribes to the changes of a scope.
     *
     * @return empty: the start lies before the history that is kept
     */
    public Optional<Subscription> subscribe(Scope scope, Selection selection, Start start) {
        DeliveryQueue queue = new DeliveryQueue(limits, clock);
        KindCache kind = kinds.kind(scope.resource().prefix());
        AtomicReference<Runnable> leave = new AtomicReference<>(() -> {});
        Subscription subscription =
                new Subscription(scope, selection, queue, () -> leave.get().run());
        leave.set(() -> {
            kind.leave(subscription);
            alarms.remove(queue);
        });
        Revision before = progress.applied();
        KindState state = kind.join(subscription);
        alarms.add(queue);
        if (closed) {
            queue.end(SubscriptionEnd.SHUT_DOWN);
        }
        if (!begin(subscription, start, state, KindCache.completeAt(state, before))) {
            subscription.close();
            return Optional.empty();
        }
        return Optional.of(subscription);
    }

    /** Ends the feed and every subscription. Idempotent. */
    @Override
    public void close() {
        closed = true;
        Watch running = watch.getAndSet(null);
        if (running != null) {
            running.close();
        }
        endEverything();
    }

    private static boolean begin(Subscription subscription, Start start, KindState state, Revision complete) {
        switch (start) {
            case Start.WithState withState -> subscription.begin(complete, subscription.objectsOf(state));
            case Start.Now now -> subscription.begin(complete, Collections.emptyIterator());
            case Start.After after -> {
                Optional<Iterable<Commit>> commits = state.since(after.revision());
                if (commits.isEmpty()) {
                    return false;
                }
                Revision at = complete.isAfter(after.revision()) ? complete : after.revision();
                subscription.begin(at, subscription.changesOf(commits.get()));
            }
        }
        return true;
    }

    /** Takes the newest state, and follows the store from as far back as its history reaches and is wanted. */
    private void begin() {
        RangeResult.Entries newest = switch (store.range(KeyRange.prefix(ResourceKeys.ROOT), 0, Revision.NONE)) {
            case RangeResult.Entries entries -> entries;
            case RangeResult.Compacted compacted ->
                throw new InvariantViolation("must hold: the current revision is not compacted");
            case RangeResult.Future future ->
                throw new InvariantViolation("must hold: the current revision is not in the future");
        };
        kinds.reset(newest);
        Revision cut = newest.revision();
        Revision wanted =
                new Revision(Math.max(0, cut.value() - limits.history().commits()));
        Revision floor = later(store.compactedRevision(), wanted);
        if (cut.isAfter(floor)) {
            follow(floor, new Feed(Optional.of(new Recollection(floor, cut, limits.history(), kinds::live))));
        } else {
            progress.advance(cut);
            follow(cut, new Feed(Optional.empty()));
        }
    }

    private void follow(Revision after, Feed feed) {
        Watch running = store.watch(KeyRange.ALL, after, feed);
        watch.set(running);
        if (closed) {
            running.close();
        }
    }

    private static Revision later(Revision one, Revision other) {
        return one.isAfter(other) ? one : other;
    }

    private void endEverything() {
        kinds.endAll(SubscriptionEnd.SHUT_DOWN);
        progress.close();
    }

    private void stop(InvariantViolation violation) {
        endEverything();
        fatal.accept(violation);
    }

    /** Receives the store's commits: first those up to the cut, if the past is wanted, then the new ones. */
    private final class Feed implements WatchListener {

        private Optional<Recollection> past;

        Feed(Optional<Recollection> past) {
            this.past = past;
        }

        @Override
        public void onBatch(WatchBatch batch) {
            if (past.isPresent()) {
                recall(past.get(), batch);
            } else {
                kinds.apply(batch);
                progress.advance(batch.revision());
            }
        }

        private void recall(Recollection recollection, WatchBatch batch) {
            if (recollection.take(batch)) {
                kinds.recall(recollection.histories(), recollection.floor());
                past = Optional.empty();
                progress.advance(batch.revision());
            }
        }

        @Override
        public void onEnd(WatchEnd end) {
            switch (end) {
                case WatchEnd.Overflow overflow -> {
                    LOG.atWarn().addKeyValue("revision", overflow.delivered()).log("Fell behind the store");
                    follow(overflow.delivered(), this);
                }
                case WatchEnd.Compacted compacted -> {
                    LOG.atWarn().addKeyValue("revision", compacted.oldest()).log("Lost the place in the history");
                    begin();
                }
                case WatchEnd.Closed storeClosed -> {
                    closed = true;
                    endEverything();
                }
                case WatchEnd.Failed failed -> stop(violation(failed.cause()));
            }
        }

        private static InvariantViolation violation(Throwable cause) {
            if (cause instanceof InvariantViolation violation) {
                return violation;
            }
            InvariantViolation violation = new InvariantViolation("must hold: the feed takes in every commit");
            violation.initCause(cause);
            return violation;
        }
    }
}
