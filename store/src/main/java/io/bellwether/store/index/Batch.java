package io.bellwether.store.index;

import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch of transactions, decided one after the other.
 *
 * <p>Each is decided on what the one before it left, so the overlay of the batch is just a tree that is not published
 * yet; dropping the batch undoes it. The version that it starts from stays as it is.
 *
 * <p>Threads: one at a time.
 *
 * <p>Source: G-W2, G-W3, G-W4.
 */
public final class Batch {

    private static final Comparator<Operation> BY_KEY = Comparator.comparing(Operation::key);

    private final List<WatchBatch> commits = new ArrayList<>();
    private final SortedTree.Draft draft = new SortedTree.Draft();

    private SortedTree tree;
    private Revision revision;

    /** The key that was looked up last; most transactions compare the key that they write. */
    private @Nullable Key soughtKey;

    /** What the tree has for it. */
    private @Nullable KeyValue sought;

    /** An empty batch on top of the version. */
    public Batch(Version start) {
        this.tree = start.tree();
        this.revision = start.revision();
    }

    /** The commits so far, in order. */
    public List<WatchBatch> commits() {
        return List.copyOf(commits);
    }

    /** The entries after the commits so far; nothing is decided any more after this. */
    public Version after() {
        return new Version(revision, tree);
    }

    /** What a transaction would do. */
    public sealed interface Decision {

        /** It writes: the new revision and its events. */
        record Changed(WatchBatch commit) implements Decision {}

        /** It writes nothing: a compare failed, or it deletes only what is absent. */
        record Unchanged(TxnResult result) implements Decision {}
    }

    /** Decides the next transaction. */
    public Decision decide(Txn txn) {
        for (Compare compare : txn.compares()) {
            KeyValue current = find(compare.key());
            if (!holds(compare, current)) {
                return new Decision.Unchanged(new TxnResult.Failed(compare, Optional.ofNullable(current)));
            }
        }
        return write(txn.operations());
    }

    /**
     * Refuses a transaction with a value above {@link Store#VALUE_SIZE_LIMIT}.
     *
     * @throws StoreException with {@code TOO_LARGE}
     */
    public static void checkSizes(Txn txn) {
        for (Operation operation : txn.operations()) {
            if (operation instanceof Operation.Put put && put.value().size() > Store.VALUE_SIZE_LIMIT) {
                throw new StoreException(
                        StoreException.Reason.TOO_LARGE,
                        "the value of " + put.key() + " has " + put.value().size() + " bytes, the limit is "
                                + Store.VALUE_SIZE_LIMIT,
                        null);
            }
        }
    }

    private static boolean holds(Compare compare, @Nullable KeyValue current) {
        return compare.modRevision().equals(current == null ? Revision.NONE : current.modRevision());
    }

    private Decision write(List<Operation> operations) {
        Revision next = revision.next();
        List<WatchEvent> events = new ArrayList<>(operations.size());
        for (Operation operation : sorted(operations)) {
            KeyValue previous = find(operation.key());
            switch (operation) {
                case Operation.Put put -> {
                    KeyValue current = written(put, previous, next);
                    become(tree.with(current, draft));
                    events.add(new WatchEvent.Put(current, Optional.ofNullable(previous)));
                }
                case Operation.Delete delete -> {
                    if (previous != null) {
                        become(tree.without(delete.key()));
                        events.add(new WatchEvent.Delete(previous));
                    }
                }
            }
        }
        if (events.isEmpty()) {
            return new Decision.Unchanged(new TxnResult.Committed(revision));
        }
        revision = next;
        WatchBatch commit = new WatchBatch(next, events);
        commits.add(commit);
        return new Decision.Changed(commit);
    }

    private @Nullable KeyValue find(Key key) {
        if (!key.equals(soughtKey)) {
            sought = tree.find(key);
            soughtKey = key;
        }
        return sought;
    }

    private void become(SortedTree next) {
        tree = next;
        soughtKey = null;
    }

    private static List<Operation> sorted(List<Operation> operations) {
        return operations.size() == 1
                ? operations
                : operations.stream().sorted(BY_KEY).toList();
    }

    /** The key object of the entry before is kept: one per live key, however often it is written. */
    private static KeyValue written(Operation.Put put, @Nullable KeyValue previous, Revision revision) {
        return previous == null
                ? new KeyValue(put.key(), put.value(), revision, revision)
                : new KeyValue(previous.key(), put.value(), previous.createRevision(), revision);
    }
}
