package io.bellwether.apiserver.registry;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchListener;
import io.bellwether.store.memory.MemoryStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in memory whose transactions can be made to go wrong. Owned by one thread. */
final class FaultyStore implements Store {

    private final MemoryStore memory = new MemoryStore(Runnable::run);

    /** What a transaction answers instead; null: it is done. */
    @Nullable
    Supplier<TxnResult> fault;

    int faults;

    @Override
    public TxnResult txn(Txn txn) {
        if (fault == null) {
            return memory.txn(txn);
        }
        faults++;
        return fault.get();
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        return memory.get(key);
    }

    @Override
    public RangeResult range(KeyRange range, int limit, Revision at) {
        return memory.range(range, limit, at);
    }

    @Override
    public Revision currentRevision() {
        return memory.currentRevision();
    }

    @Override
    public Watch watch(KeyRange range, Revision after, WatchListener listener) {
        return memory.watch(range, after, listener);
    }

    @Override
    public void compact(Revision revision) {
        memory.compact(revision);
    }

    @Override
    public Revision compactedRevision() {
        return memory.compactedRevision();
    }

    @Override
    public Stats stats(KeyRange range) {
        return memory.stats(range);
    }

    @Override
    public Health health() {
        return memory.health();
    }

    @Override
    public Revision snapshot(OutputStream out) throws IOException {
        return memory.snapshot(out);
    }

    @Override
    public void close() {
        memory.close();
    }
}
