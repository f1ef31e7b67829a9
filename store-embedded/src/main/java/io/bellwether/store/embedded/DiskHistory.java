package io.bellwether.store.embedded;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.index.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what has left the heap.
 *
 * <p>The state at a past revision is the oldest state in the heap with the commits in between undone: each names the
 * revision that it replaced, and that version is in the log or, when it is older than the log, in a base. So a page
 * costs the log since its revision, not the whole store.
 *
 * <p>Threads: any; blocks on the disk.
 */
final class DiskHistory {

    private final LogReader log;
    private final BaseFinder bases;

    /** Where a version older than the log is. */
    interface BaseFinder {

        /** A base that has what was live from {@code from} to {@code to}, both inclusive: its revision lies between. */
        Optional<Base> between(Revision from, Revision to);
    }

    DiskHistory(LogReader log, BaseFinder bases) {
        this.log = log;
        this.bases = bases;
    }

    /** The range at a revision that is older than the given version, which is in the heap. */
    RangeResult.Entries range(KeyRange range, int limit, Revision at, Version later) {
        NavigableMap<Key, Revision> undone = new TreeMap<>();
        log.read(at.next(), later.revision(), commit -> {
            for (LogCommit.Change change : commit.changes()) {
                if (range.contains(change.key())) {
                    undone.putIfAbsent(change.key(), change.replaced());
                }
            }
            return true;
        });
        long count = later.tree().stats(range).count();
        for (Map.Entry<Key, Revision> key : undone.entrySet()) {
            count -= later.tree().find(key.getKey()) == null ? 0 : 1;
            count += key.getValue().equals(Revision.NONE) ? 0 : 1;
        }
        List<KeyValue> entries = merge(range, limit, at, later, undone);
        return new RangeResult.Entries(entries, count - entries.size(), at);
    }

    private List<KeyValue> merge(
            KeyRange range, int limit, Revision at, Version later, NavigableMap<Key, Revision> undone) {
        int most = limit == 0 ? Integer.MAX_VALUE : limit;
        int candidates = limit == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (long) limit + undone.size());
        Iterator<KeyValue> kept = later.tree().entries(range, candidates).stream()
                .filter(entry -> !undone.containsKey(entry.key()))
                .toList()
                .iterator();
        undone.values().removeIf(Revision.NONE::equals);
        List<KeyValue> merged = new ArrayList<>();
        while (kept.hasNext() && merged.size() < most) {
            KeyValue entry = kept.next();
            takeBefore(Optional.of(entry.key()), undone, at, most, merged);
            if (merged.size() < most) {
                merged.add(entry);
            }
        }
        takeBefore(Optional.empty(), undone, at, most, merged);
        return merged;
    }

    private void takeBefore(
            Optional<Key> limit, NavigableMap<Key, Revision> undone, Revision at, int most, List<KeyValue> into) {
        while (into.size() < most
                && !undone.isEmpty()
                && limit.map(key -> undone.firstKey().compareTo(key) < 0).orElse(true)) {
            Map.Entry<Key, Revision> first = undone.pollFirstEntry();
            into.add(version(first.getKey(), first.getValue(), at));
        }
    }

    /** The batches right after the revision up to {@code last}, at most {@code limit}. */
    List<WatchBatch> after(Revision revision, Revision last, int limit) {
        List<WatchBatch> batches = new ArrayList<>();
        Revision until = new Revision(Math.min(last.value(), revision.value() + limit));
        log.read(revision.next(), until, commit -> {
            batches.add(batch(commit));
            return true;
        });
        return batches;
    }

    private WatchBatch batch(LogCommit commit) {
        Revision before = new Revision(commit.revision().value() - 1);
        List<WatchEvent> events = new ArrayList<>(commit.changes().size());
        for (LogCommit.Change change : commit.changes()) {
            Optional<KeyValue> previous = change.replaced().equals(Revision.NONE)
                    ? Optional.empty()
                    : Optional.of(version(change.key(), change.replaced(), before));
            if (change.put().isPresent()) {
                LogCommit.Written put = change.put().get();
                KeyValue current = new KeyValue(change.key(), put.value(), put.created(), commit.revision());
                events.add(new WatchEvent.Put(current, previous));
            } else {
                events.add(new WatchEvent.Delete(previous.orElseThrow(() -> missing(change.key()))));
            }
        }
        return new WatchBatch(commit.revision(), events);
    }

    /** The version that was written to the key at {@code written} and was still live at {@code at}. */
    private KeyValue version(Key key, Revision written, Revision at) {
        Optional<Base> base = bases.between(written, at);
        return base.isEmpty() ? log.written(key, written) : base.get().find(key).orElseThrow(() -> missing(key));
    }

    private static StoreException missing(Key key) {
        return new StoreException(Reason.CORRUPT, "the history of " + key + " is damaged: a version is missing", null);
    }
}
