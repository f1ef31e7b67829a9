package io.bellwether.apiserver.watchcache.core;

import io.bellwether.execution.Invariant;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.index.SortedTree;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The cached objects of one kind and its recent commits, as of one revision.
 *
 * <p>Shape: the entries are those of the store; nothing is copied.
 *
 * <p>Threads: immutable.
 */
public final class KindState {

    /** Entries are taken out of the tree so many at a time. */
    private static final int STEP = 512;

    private final SortedTree objects;
    private final History history;
    private final Revision revision;

    private KindState(SortedTree objects, History history, Revision revision) {
        this.objects = objects;
        this.history = history;
        this.revision = revision;
    }

    /** The state at the cut: these objects, in key order, and no history. */
    public static KindState of(List<KeyValue> entries, Revision cut) {
        return new KindState(SortedTree.ofSorted(entries.iterator()), History.after(cut), cut);
    }

    /** This state at its cut with the history that led to it, before any further commit. */
    public KindState recalling(History past) {
        Invariant.check(history.isEmpty(), "the past is recalled before anything new happens: %s", revision);
        return new KindState(objects, past, revision);
    }

    /** The last commit that changed the kind, or the cut that this began with. */
    public Revision revision() {
        return revision;
    }

    /** The object with the key. */
    public Optional<KeyValue> get(Key key) {
        return objects.get(key);
    }

    /** The objects in a range, in key order. */
    public Stream<KeyValue> in(KeyRange range) {
        UnaryOperator<List<KeyValue>> next =
                part -> objects.entries(range.after(part.getLast().key()), STEP);
        return Stream.iterate(objects.entries(range, STEP), part -> !part.isEmpty(), next)
                .flatMap(List::stream);
    }

    /** How many objects are in a range; costs two descents. */
    public long count(KeyRange range) {
        return objects.stats(range).count();
    }

    /** The state after the commit. */
    public KindState apply(Commit commit, HistoryLimits limits) {
        Invariant.check(
                commit.revision().isAfter(revision),
                "a commit comes after what the cache holds: %s after %s",
                commit.revision(),
                revision);
        SortedTree changed = objects;
        for (Change change : commit.changes()) {
            changed = apply(changed, change);
        }
        return new KindState(changed, history.with(commit, limits), commit.revision());
    }

    /**
     * The commits after a revision.
     *
     * @return empty when some of them are forgotten
     */
    public Optional<Iterable<Commit>> since(Revision after) {
        return history.since(after);
    }

    private static SortedTree apply(SortedTree objects, Change change) {
        Optional<KeyValue> held = objects.get(change.key());
        return switch (change) {
            case Change.Created created -> {
                Invariant.check(held.isEmpty(), "a created object was absent: %s", change.key());
                yield objects.with(created.current());
            }
            case Change.Updated updated -> {
                checkHeld(held, updated.previous());
                yield objects.with(updated.current());
            }
            case Change.Removed removed -> {
                checkHeld(held, removed.previous());
                yield objects.without(change.key());
            }
        };
    }

    private static void checkHeld(Optional<KeyValue> held, KeyValue previous) {
        Invariant.check(
                held.isPresent() && held.get().modRevision().equals(previous.modRevision()),
                "the cache held what the store replaced: %s at %s",
                previous.key(),
                previous.modRevision());
    }
}
