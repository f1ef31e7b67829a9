package io.bellwether.store.index;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Store.Stats;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live entries of one revision, sorted by key.
 *
 * <p>Shape: an immutable B+ tree whose versions share all nodes that did not change, so a snapshot costs nothing and a
 * write copies one node per level. Each node knows the count and the value bytes below it, so the size of a range takes
 * two descents, whatever the range has. Deleting merges thin neighbours but does not rebalance strictly: the depth
 * never grows by it.
 *
 * <p>Threads: immutable.
 *
 * <p>Source: Comer, The Ubiquitous B-Tree (1979); path copying after Driscoll et al., Making Data Structures Persistent
 * (1989).
 */
public final class SortedTree implements Iterable<KeyValue> {

    /** No entries. */
    public static final SortedTree EMPTY = new SortedTree(Leaf.EMPTY);

    /** Entries an iterator takes at a time. */
    private static final int ITERATION_CHUNK = 256;

    private final Node root;

    private SortedTree(Node root) {
        this.root = root;
    }

    /** A tree of the entries, which arrive in strictly ascending key order. */
    public static SortedTree ofSorted(Iterator<KeyValue> entries) {
        TreeBuilder builder = new TreeBuilder();
        while (entries.hasNext()) {
            builder.add(entries.next());
        }
        return new SortedTree(builder.build());
    }

    /** The entry of the key. */
    public @Nullable KeyValue find(Key key) {
        return root.find(key.value());
    }

    /** The entry of the key. */
    public Optional<KeyValue> get(Key key) {
        return Optional.ofNullable(find(key));
    }

    /** The tree with the entry in place of the one that had its key, if one had. */
    public SortedTree with(KeyValue entry) {
        return with(entry, new Draft());
    }

    /**
     * The same, for many entries in a row: nodes that the draft has made are written into, so trees that it made before
     * must not be used any more. Trees from elsewhere stay as they are.
     */
    public SortedTree with(KeyValue entry, Draft draft) {
        Node node = root.with(entry, draft);
        if (node == root) {
            return this;
        }
        if (node.width() <= Node.WIDTH) {
            return new SortedTree(node);
        }
        int half = node.width() / 2;
        return new SortedTree(Inner.of(draft, node.part(0, half, draft), node.part(half, node.width(), draft)));
    }

    /** Owns the nodes that it makes until it is dropped. One thread at a time. */
    public static final class Draft {}

    /** The tree without the key; this tree when the key is absent. */
    public SortedTree without(Key key) {
        Node node = root.without(key.value());
        if (node == root) {
            return this;
        }
        if (node.width() == 0) {
            return EMPTY;
        }
        return new SortedTree(node instanceof Inner inner ? inner.withoutIdleLevel() : node);
    }

    /** The entries of the range in key order, at most {@code limit}; 0: all. */
    public List<KeyValue> entries(KeyRange range, int limit) {
        int most = limit == 0 ? Integer.MAX_VALUE : limit;
        List<KeyValue> found =
                new ArrayList<>((int) Math.min(most, Math.min(root.stats().count(), ITERATION_CHUNK)));
        root.collect(range.start(), range.end().orElse(null), most, found);
        return found;
    }

    /** The size of the range. */
    public Stats stats(KeyRange range) {
        Stats whole = root.stats();
        Stats before = range.start().isEmpty() ? new Stats(0, 0) : before(range.start());
        Stats until = range.end().isEmpty() ? whole : before(range.end().get());
        // An end before the start is an empty range, not a negative one.
        return new Stats(
                Math.max(0, until.count() - before.count()), Math.max(0, until.valueBytes() - before.valueBytes()));
    }

    private Stats before(String key) {
        return root.width() == 0 ? new Stats(0, 0) : root.before(key);
    }

    /** All entries in key order. */
    @Override
    public Iterator<KeyValue> iterator() {
        return new Iterator<>() {
            private KeyRange rest = KeyRange.ALL;
            private List<KeyValue> chunk = entries(rest, ITERATION_CHUNK);
            private int next;

            @Override
            public boolean hasNext() {
                return next < chunk.size();
            }

            @Override
            public KeyValue next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the last entry has been taken");
                }
                KeyValue entry = chunk.get(next++);
                if (next == chunk.size()) {
                    rest = rest.after(entry.key());
                    chunk = entries(rest, ITERATION_CHUNK);
                    next = 0;
                }
                return entry;
            }
        };
    }
}
