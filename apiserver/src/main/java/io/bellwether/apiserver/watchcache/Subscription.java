package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Commit;
import io.bellwether.apiserver.watchcache.core.KindState;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The changes of a scope of one kind, in the order of commits, without gaps or repetitions, from its start on.
 *
 * <p>Shape: first {@link #initial} until it is empty, then {@link #poll}. Changes collect in a bounded queue from the
 * beginning on; who does not take them in time is ended.
 *
 * <p>Threads: {@link #initial} and {@link #poll} by one thread at a time, the rest by any.
 */
public final class Subscription implements AutoCloseable {

    private static final int INITIAL_LIMIT = 256;

    private final Scope scope;
    private final Selection selection;
    private final DeliveryQueue queue;
    private final Runnable onClose;
    private Iterator<Delivery> initial = Collections.emptyIterator();
    private Revision start = Revision.NONE;

    Subscription(Scope scope, Selection selection, DeliveryQueue queue, Runnable onClose) {
        this.scope = scope;
        this.selection = selection;
        this.queue = queue;
        this.onClose = onClose;
    }

    /** The revision at which the initial part was taken: {@link #poll} answers what came later. */
    public Revision start() {
        return start;
    }

    /**
     * The next part of what was there, or had happened, when the subscription began; empty when all of it has been
     * taken.
     */
    public List<Delivery> initial() {
        List<Delivery> part = new ArrayList<>();
        while (part.size() < INITIAL_LIMIT && initial.hasNext()) {
            part.add(initial.next());
        }
        if (part.isEmpty()) {
            initial = Collections.emptyIterator();
        }
        return part;
    }

    /**
     * What happened since, at most a few hundred; waits for it.
     *
     * @param untilNanos when to stop waiting, on the cache's clock; the answer may come {@code 250 ms} late
     * @return empty: nothing until then, or the subscription has ended
     */
    public List<Delivery> poll(long untilNanos) throws InterruptedException {
        while (true) {
            List<Delivery> taken = queue.poll(untilNanos);
            boolean alreadyKnown =
                    !taken.isEmpty() && !taken.getFirst().revision().isAfter(start);
            if (!alreadyKnown) {
                return taken;
            }
            taken.removeIf(delivery -> !delivery.revision().isAfter(start));
            if (!taken.isEmpty()) {
                return taken;
            }
        }
    }

    /** Why it has ended; empty while it goes on. */
    public Optional<SubscriptionEnd> end() {
        return queue.end();
    }

    /** Ends it and releases what it holds. Idempotent. */
    @Override
    public void close() {
        queue.end(SubscriptionEnd.CLOSED);
        onClose.run();
    }

    Scope scope() {
        return scope;
    }

    DeliveryQueue queue() {
        return queue;
    }

    /** Called by the feed: never blocks. */
    void offer(SharedChange shared) {
        Optional<Delivery> delivery = seen(shared);
        delivery.ifPresent(queue::offer);
    }

    /** Sets where the subscription begins; called once, before it is handed out. */
    void begin(Revision at, Iterator<Delivery> part) {
        start = at;
        initial = part;
    }

    /** Every object of the scope that matches, as ADDED. */
    Iterator<Delivery> objectsOf(KindState state) {
        return state.in(scope.range())
                .filter(selection::matches)
                .map(Delivery::initial)
                .iterator();
    }

    /** What these commits did, as this subscriber sees it. */
    Iterator<Delivery> changesOf(Iterable<Commit> commits) {
        KeyRange range = scope.range();
        return StreamSupport.stream(commits.spliterator(), false)
                .flatMap(commit -> commit.changes().stream())
                .filter(change -> range.contains(change.key()))
                .flatMap(change -> seen(new SharedChange(change)).stream())
                .iterator();
    }

    private Optional<Delivery> seen(SharedChange shared) {
        if (selection.takesEverything()) {
            return Optional.of(shared.natural());
        }
        return shared.change()
                .seenThrough(selection)
                .map(type -> type == shared.natural().type() ? shared.natural() : new Delivery(shared, type));
    }
}
