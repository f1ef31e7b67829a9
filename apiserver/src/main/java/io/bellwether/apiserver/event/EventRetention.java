package io.bellwether.apiserver.event;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.watchcache.Delivery;
import io.bellwether.apiserver.watchcache.Follower;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Subscription;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.execution.Clock;
import io.bellwether.store.Compare;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest Events when there are too many or they are too old.
 *
 * <p>Shape: age counts from the last write as this process saw it, on the monotonic clock. Of what was there before it
 * started, the creationTimestamp says how old it is, which this server's own clock had set; a wall clock that jumped
 * makes such an Event stay or go early, never more than the age limit.
 *
 * <p>Units and limits: each Event is removed by a commit of its own, so that a watch can be resumed between any two.
 *
 * <p>Threads: one loop on the executor owns the ledger. It works while the gate is open.
 */
public final class EventRetention implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int BATCH = 256;
    private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);

    private final Store store;
    private final Follower follower;
    private final StorageCodec events;
    private final EventLimits limits;
    private final BooleanSupplier gate;
    private final Clock clock;
    private final EventLedger ledger;

    /**
     * A retention that does nothing until {@link #start}.
     *
     * @param event the kind Event
     * @param gate whether this process is the one that removes
     */
    public EventRetention(
            Store store,
            WatchCache cache,
            KindDescriptor event,
            EventLimits limits,
            BooleanSupplier gate,
            Clock clock) {
        this.store = store;
        this.events = new StorageCodec(event);
        this.follower = new Follower(cache, Scope.all(events.keys()), this::follow);
        this.limits = limits;
        this.gate = gate;
        this.clock = clock;
        this.ledger = new EventLedger(limits);
    }

    /** Begins; the loop runs on the executor until {@link #close} or until the cache is closed. */
    public void start(Executor executor) {
        follower.start(executor);
    }

    @Override
    public void close() {
        follower.close();
    }

    private void follow(Subscription subscription) throws InterruptedException {
        noteExisting(subscription);
        while (follower.goesOn(subscription)) {
            boolean more = gate.getAsBoolean() && removeSurplus();
            long until = clock.nanos() + (more ? 0 : PERIOD.toNanos());
            subscription.poll(until).forEach(this::note);
        }
    }

    private void noteExisting(Subscription subscription) {
        ledger.clear();
        List<Existing> existing = new ArrayList<>();
        long now = clock.nanos();
        Instant wallTime = clock.wallTime();
        List<Delivery> part = subscription.initial();
        while (!part.isEmpty()) {
            part.forEach(delivery -> existing.add(existing(delivery.object(), now, wallTime)));
            part = subscription.initial();
        }
        existing.sort(Comparator.comparingLong(event -> event.writtenNanos() - now));
        existing.forEach(
                event -> ledger.written(event.entry().key(), event.entry().modRevision(), event.writtenNanos()));
    }

    private record Existing(KeyValue entry, long writtenNanos) {}

    private Existing existing(KeyValue entry, long nowNanos, Instant wallTime) {
        ApiObject event = events.decode(entry);
        Duration age = event.creationTimestamp()
                .map(created -> Duration.between(created, wallTime))
                .orElse(Duration.ZERO);
        long bounded = Math.clamp(age.toMillis(), 0, limits.age().toMillis());
        return new Existing(entry, nowNanos - Duration.ofMillis(bounded).toNanos());
    }

    private void note(Delivery delivery) {
        KeyValue entry = delivery.object();
        if (delivery.type() == EventType.DELETED) {
            ledger.removed(entry.key());
        } else {
            ledger.written(entry.key(), entry.modRevision(), clock.nanos());
        }
    }

    /** Whether there may be more to remove. */
    private boolean removeSurplus() {
        List<EventLedger.Entry> surplus = ledger.surplus(clock.nanos(), BATCH);
        try {
            surplus.forEach(this::remove);
        } catch (StoreException e) {
            LOG.atWarn().addKeyValue("reason", e.reason()).log("Could not remove old Events");
            return false;
        }
        return surplus.size() == BATCH;
    }

    /** An Event whose fate is unknown stays on the books: the compare makes a second try harmless. */
    private void remove(EventLedger.Entry event) {
        TxnResult result = store.txn(new Txn(
                List.of(new Compare(event.key(), event.modRevision())), List.of(new Operation.Delete(event.key()))));
        if (!(result instanceof TxnResult.Unknown)) {
            ledger.removed(event.key());
        }
    }
}
