package io.bellwether.election.record;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JacksonException;

/**
 * Watches the record of one lock: tells what is there, then follows the store from that revision on.
 *
 * <p>Threads: {@link #run} is one task of the machine's executor; when it has opened the store's watch, the store's
 * deliveries own {@code entries}, one at a time. {@link #close} comes from others.
 */
final class RecordWatch implements LockStore.Watch, Runnable, io.bellwether.store.WatchListener {

    private final Store store;
    private final LockKeys keys;
    private final Optional<LockRevision> after;
    private final WatchListener listener;
    private final AtomicReference<State> state = new AtomicReference<>(new State.Opening());
    private LockEntries entries = LockEntries.NOTHING;

    private sealed interface State {
        record Opening() implements State {}

        record Open(Watch watch) implements State {}

        record Closed() implements State {}
    }

    RecordWatch(Store store, LockKeys keys, Optional<LockRevision> after, WatchListener listener) {
        this.store = store;
        this.keys = keys;
        this.after = after;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            if (store.range(keys.range(), 0, Revision.NONE) instanceof RangeResult.Entries present) {
                entries = LockEntries.of(keys, present.entries());
                deliverPresent(present.revision());
                follow(present.revision());
            } else {
                lost(WatchLoss.EXPIRED);
            }
        } catch (StoreException | JacksonException unusable) {
            // The read that follows a loss says what is wrong.
            lost(WatchLoss.BROKEN);
        }
    }

    @Override
    public void close() {
        if (state.getAndSet(new State.Closed()) instanceof State.Open open) {
            open.watch().close();
        }
    }

    @Override
    public void onBatch(WatchBatch batch) {
        LockEntries before = entries;
        for (WatchEvent event : batch.events()) {
            entries = entries.with(keys, event);
        }
        if (!entries.equals(before)) {
            deliver(batch.revision());
        }
    }

    @Override
    public void onEnd(WatchEnd end) {
        lost(
                switch (end) {
                    case WatchEnd.Compacted compacted -> WatchLoss.EXPIRED;
                    case WatchEnd.Overflow overflow -> WatchLoss.EXPIRED;
                    case WatchEnd.Failed failed -> WatchLoss.BROKEN;
                    case WatchEnd.Closed closed -> WatchLoss.BROKEN;
                });
    }

    private void deliverPresent(Revision revision) {
        boolean nothingToTell =
                after.map(entries::areAsOf).orElse(entries.record().isEmpty());
        if (!nothingToTell && !isClosed()) {
            deliver(revision);
        }
    }

    private void follow(Revision revision) {
        Watch opened = store.watch(keys.range(), revision, this);
        State before = state.get();
        if (before instanceof State.Closed || !state.compareAndSet(before, new State.Open(opened))) {
            opened.close();
        }
    }

    private void deliver(Revision revision) {
        Optional<LockSnapshot> snapshot = entries.snapshot();
        if (snapshot.isPresent()) {
            listener.changed(snapshot.get());
        } else {
            listener.deleted(Optional.of(LockRevision.of(revision.value())));
        }
    }

    private void lost(WatchLoss loss) {
        if (!isClosed()) {
            listener.lost(loss);
        }
    }

    private boolean isClosed() {
        return state.get() instanceof State.Closed;
    }
}
