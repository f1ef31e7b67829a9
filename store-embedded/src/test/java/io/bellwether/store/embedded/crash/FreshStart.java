package io.bellwether.store.embedded.crash;

import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.WatchListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A store that has been through something, shown as a new one: its entries are deleted, and revisions count from there.
 * So the contract suite, which begins with an empty store, runs on what a crash left behind.
 *
 * @param store the store behind it
 * @param start its revision that is shown as none
 */
record FreshStart(Store store, Revision start) implements Store {

    /** Deletes every entry and begins after that. */
    static FreshStart of(Store store) {
        List<KeyValue> entries = ((RangeResult.Entries) store.range(KeyRange.ALL, 0, Revision.NONE)).entries();
        for (int from = 0; from < entries.size(); from += Txn.SIZE_LIMIT) {
            List<KeyValue> some = entries.subList(from, Math.min(entries.size(), from + Txn.SIZE_LIMIT));
            TxnResult result = store.txn(new Txn(
                    some.stream().map(Compare::unchanged).toList(),
                    some.stream()
                            .<Operation>map(entry -> new Operation.Delete(entry.key()))
                            .toList()));
            if (!(result instanceof TxnResult.Committed)) {
                throw new AssertionError("the entries of a survivor could not be deleted: " + result);
            }
        }
        return new FreshStart(store, store.currentRevision());
    }

    /** As the caller counts; what is before the start is none. */
    private Revision shown(Revision revision) {
        return new Revision(Math.max(0, revision.value() - start.value()));
    }

    /** As the store counts. */
    private Revision real(Revision shown) {
        return new Revision(start.value() + shown.value());
    }

    private KeyValue shown(KeyValue entry) {
        return new KeyValue(entry.key(), entry.value(), shown(entry.createRevision()), shown(entry.modRevision()));
    }

    @Override
    public TxnResult txn(Txn txn) {
        List<Compare> compares = txn.compares().stream().map(this::real).toList();
        return switch (store.txn(new Txn(compares, txn.operations()))) {
            case TxnResult.Committed committed -> new TxnResult.Committed(shown(committed.revision()));
            case TxnResult.Failed failed ->
                new TxnResult.Failed(
                        txn.compares().get(compares.indexOf(failed.compare())),
                        failed.current().map(this::shown));
            case TxnResult.Unknown unknown -> unknown;
        };
    }

    private Compare real(Compare compare) {
        return compare.modRevision().equals(Revision.NONE)
                ? compare
                : new Compare(compare.key(), real(compare.modRevision()));
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        return store.get(key).map(this::shown);
    }

    @Override
    public RangeResult range(KeyRange range, int limit, Revision at) {
        return switch (store.range(range, limit, at.equals(Revision.NONE) ? at : real(at))) {
            case RangeResult.Entries cut ->
                new RangeResult.Entries(
                        cut.entries().stream().map(this::shown).toList(), cut.remaining(), shown(cut.revision()));
            case RangeResult.Compacted compacted -> new RangeResult.Compacted(shown(compacted.oldest()));
            case RangeResult.Future future -> new RangeResult.Future(shown(future.current()));
        };
    }

    @Override
    public Revision currentRevision() {
        return shown(store.currentRevision());
    }

    @Override
    public Watch watch(KeyRange range, Revision after, WatchListener listener) {
        return store.watch(range, real(after), new WatchListener() {
            @Override
            public void onBatch(WatchBatch batch) {
                listener.onBatch(shown(batch));
            }

            @Override
            public void onEnd(WatchEnd end) {
                listener.onEnd(shown(end));
            }
        });
    }

    private WatchBatch shown(WatchBatch batch) {
        return new WatchBatch(
                shown(batch.revision()),
                batch.events().stream()
                        .<WatchEvent>map(event -> switch (event) {
                            case WatchEvent.Put put ->
                                new WatchEvent.Put(
                                        shown(put.current()), put.previous().map(this::shown));
                            case WatchEvent.Delete delete -> new WatchEvent.Delete(shown(delete.previous()));
                        })
                        .toList());
    }

    private WatchEnd shown(WatchEnd end) {
        return switch (end) {
            case WatchEnd.Compacted compacted -> new WatchEnd.Compacted(shown(compacted.oldest()));
            case WatchEnd.Overflow overflow -> new WatchEnd.Overflow(shown(overflow.delivered()));
            case WatchEnd.Failed failed -> failed;
            case WatchEnd.Closed closed -> closed;
        };
    }

    @Override
    public void compact(Revision revision) {
        store.compact(real(revision));
    }

    @Override
    public Revision compactedRevision() {
        return shown(store.compactedRevision());
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
        return shown(store.snapshot(out));
    }

    @Override
    public void close() {
        store.close();
    }
}
