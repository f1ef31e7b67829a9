package io.bellwether.apiserver.metrics;

import io.bellwether.execution.Clock;
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

/** A store whose transactions are timed. Everything else passes through. */
public final class MeteredStore implements Store {

    private final Store store;
    private final Clock clock;
    private final LatencyHistogram commits;

    /** Times the transactions of {@code store}; closing this closes it. */
    public MeteredStore(Store store, Clock clock, ServerMetrics metrics) {
        this.store = store;
        this.clock = clock;
        this.commits = metrics.commits();
    }

    @Override
    public TxnResult txn(Txn txn) {
        long begin = clock.nanos();
        try {
            return store.txn(txn);
        } finally {
            commits.record(clock.nanos() - begin);
        }
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        return store.get(key);
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
