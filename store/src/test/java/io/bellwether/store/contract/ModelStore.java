package io.bellwether.store.contract;

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
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a store should answer, computed the slow and obvious way: it keeps a whole copy of the entries per revision.
 *
 * <p>Shares no code with the stores, on purpose.
 */
public final class ModelStore {

    private final List<TreeMap<String, KeyValue>> states = new ArrayList<>(List.of(new TreeMap<>()));
    private final List<List<WatchEvent>> eventsOf = new ArrayList<>(List.of(List.of()));
    private int compacted;

    /** The newest revision. */
    public int current() {
        return states.size() - 1;
    }

    /** The oldest readable revision. */
    public int compacted() {
        return compacted;
    }

    /** Applies a transaction. */
    public TxnResult txn(Txn txn) {
        TreeMap<String, KeyValue> now = states.get(current());
        for (Compare compare : txn.compares()) {
            KeyValue found = now.get(compare.key().value());
            long revision = found == null ? 0 : found.modRevision().value();
            if (revision != compare.modRevision().value()) {
                return new TxnResult.Failed(compare, Optional.ofNullable(found));
            }
        }
        TreeMap<String, KeyValue> next = new TreeMap<>(now);
        TreeMap<String, WatchEvent> events = new TreeMap<>();
        Revision revision = new Revision(states.size());
        for (Operation operation : txn.operations()) {
            String key = operation.key().value();
            KeyValue previous = now.get(key);
            if (operation instanceof Operation.Put put) {
                Revision created = previous == null ? revision : previous.createRevision();
                KeyValue entry = new KeyValue(put.key(), put.value(), created, revision);
                next.put(key, entry);
                events.put(key, new WatchEvent.Put(entry, Optional.ofNullable(previous)));
            } else if (previous != null) {
                next.remove(key);
                events.put(key, new WatchEvent.Delete(previous));
            }
        }
        if (events.isEmpty()) {
            return new TxnResult.Committed(new Revision(current()));
        }
        states.add(next);
        eventsOf.add(List.copyOf(events.values()));
        return new TxnResult.Committed(revision);
    }

    /** The entry now. */
    public Optional<KeyValue> get(Key key) {
        return Optional.ofNullable(states.get(current()).get(key.value()));
    }

    /** A range; {@code at} 0: now. */
    public RangeResult range(KeyRange range, int limit, int at) {
        if (at > current()) {
            return new RangeResult.Future(new Revision(current()));
        }
        if (at != 0 && at < compacted) {
            return new RangeResult.Compacted(new Revision(compacted));
        }
        int revision = at == 0 ? current() : at;
        List<KeyValue> all = states.get(revision).values().stream()
                .filter(entry -> inside(range, entry.key().value()))
                .toList();
        int taken = limit == 0 ? all.size() : Math.min(limit, all.size());
        return new RangeResult.Entries(all.subList(0, taken), all.size() - taken, new Revision(revision));
    }

    /** The size of a range now. */
    public Store.Stats stats(KeyRange range) {
        List<KeyValue> all = ((RangeResult.Entries) range(range, 0, 0)).entries();
        return new Store.Stats(
                all.size(),
                all.stream().mapToLong(entry -> entry.value().size()).sum());
    }

    /** Forgets what is before the revision. */
    public void compact(int revision) {
        compacted = Math.max(compacted, revision);
    }

    /** What a watch of the range has to deliver, after the revision, without the progress in between. */
    public List<WatchBatch> batches(KeyRange range, int after) {
        List<WatchBatch> batches = new ArrayList<>();
        for (int revision = after + 1; revision <= current(); revision++) {
            List<WatchEvent> events = eventsOf.get(revision).stream()
                    .filter(event -> inside(range, event.key().value()))
                    .toList();
            if (!events.isEmpty()) {
                batches.add(new WatchBatch(new Revision(revision), events));
            }
        }
        return batches;
    }

    private static boolean inside(KeyRange range, String key) {
        return range.start().compareTo(key) <= 0
                && (range.end().isEmpty() || key.compareTo(range.end().get()) < 0);
    }
}
