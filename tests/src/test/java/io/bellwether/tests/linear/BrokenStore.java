package io.bellwether.tests.linear;

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
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A store with one defect; everything else passes through. Threads: safe from any thread if the defect is. */
record BrokenStore(Store store, Defect defect) implements Store {

    /** What is wrong with a store. */
    interface Defect {

        /** Writes; rightly, unless overridden. */
        default TxnResult txn(Store store, Txn txn) {
            return store.txn(txn);
        }

        /** Reads; rightly, unless overridden. */
        default Optional<KeyValue> get(Store store, Key key) {
            return store.get(key);
        }
    }

    @Override
    public TxnResult txn(Txn txn) {
        return defect.txn(store, txn);
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        return defect.get(store, key);
    }

    @Override
    public RangeResult range(KeyRange range, int limit, Revision at) {
        return store.range(range, limit, at);
    }

    @Override
    public Revision currentRevision() {
        return store.currentRevision();
    }

    @Override
    public Watch watch(KeyRange range, Revision after, WatchListener listener) {
        return store.watch(range, after, listener);
    }

    @Override
    public void compact(Revision revision) {
        store.compact(revision);
    }

    @Override
    public Revision compactedRevision() {
        return store.compactedRevision();
    }

    @Override
    public Stats stats(KeyRange range) {
        return store.stats(range);
    }

    @Override
    public Health health() {
        return store.health();
    }

    @Override
    public Revision snapshot(OutputStream out) throws IOException {
        return store.snapshot(out);
    }

    @Override
    public void close() {
        store.close();
    }
}
