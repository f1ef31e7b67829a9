package io.bellwether.store.index;

import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.WatchListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch.
 *
 * <p>Threads: {@link #position} and {@link #state}'s way through {@code CALLING} belong to the delivery task, of which
 * there is one at a time; {@link #close} and {@link #end} come from any thread. A call to the listener begins with the
 * step from {@code OPEN} to {@code CALLING}, which a closed watch refuses.
 */
final class Subscription implements Watch {

    /** Commits taken from the source at a time: enough to amortize its lock, little enough to end promptly. */
    private static final int CHUNK = 512;

    private enum State {
        OPEN,
        CALLING,
        CLOSED
    }

    private final KeyRange range;
    private final boolean everything;
    private final WatchListener listener;
    private final WatchSource source;
    private final Consumer<Subscription> onClosed;
    private final Coalesced delivery;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicReference<@Nullable WatchEnd> ending = new AtomicReference<>();

    private Revision position;

    Subscription(
            KeyRange range,
            Revision after,
            WatchListener listener,
            WatchSource source,
            Executor executor,
            Consumer<Subscription> onClosed) {
        this.range = range;
        this.everything = range.equals(KeyRange.ALL);
        this.position = after;
        this.listener = listener;
        this.source = source;
        this.onClosed = onClosed;
        this.delivery = new Coalesced(executor, this::deliver);
    }

    /** Lets the watch look for more. */
    void wake() {
        if (state.get() != State.CLOSED) {
            delivery.request();
        }
    }

    /** Ends the watch the next time it is woken; the first end counts. */
    void end(WatchEnd end) {
        ending.compareAndSet(null, end);
    }

    @Override
    public void close() {
        state.set(State.CLOSED);
        onClosed.accept(this);
    }

    private void deliver() {
        boolean more = true;
        while (more && ending.get() == null && state.get() != State.CLOSED) {
            more = deliverChunk();
        }
        WatchEnd end = ending.get();
        if (end != null) {
            finish(end);
        }
    }

    /** Delivers what comes next; false when there is nothing or the watch ends. */
    private boolean deliverChunk() {
        Optional<List<WatchBatch>> chunk;
        try {
            chunk = source.after(position, CHUNK);
        } catch (StoreException unreadable) {
            end(new WatchEnd.Closed(String.valueOf(unreadable.getMessage())));
            return false;
        }
        if (chunk.isEmpty()) {
            end(new WatchEnd.Overflow(position));
            return false;
        }
        return !chunk.get().isEmpty() && deliver(chunk.get());
    }

    private boolean deliver(List<WatchBatch> batches) {
        boolean pending = false;
        for (WatchBatch batch : batches) {
            List<WatchEvent> events = everything ? batch.events() : inRange(batch.events());
            position = batch.revision();
            pending = events.isEmpty();
            if (!pending && !call(events.size() == batch.events().size() ? batch : new WatchBatch(position, events))) {
                return false;
            }
        }
        return !pending || call(new WatchBatch(position, List.of()));
    }

    private List<WatchEvent> inRange(List<WatchEvent> events) {
        return events.stream().filter(event -> range.contains(event.key())).toList();
    }

    private boolean call(WatchBatch batch) {
        if (!state.compareAndSet(State.OPEN, State.CALLING)) {
            return false;
        }
        try {
            listener.onBatch(batch);
        } catch (RuntimeException | Error failure) {
            // Errors too, such as failed assertions: whatever a listener throws, its watch must not end silently.
            end(new WatchEnd.Failed(failure));
            return false;
        }
        return state.compareAndSet(State.CALLING, State.OPEN);
    }

    private void finish(WatchEnd end) {
        State before = state.getAndSet(State.CLOSED);
        onClosed.accept(this);
        if (before != State.CLOSED) {
            listener.onEnd(end);
        }
    }
}
