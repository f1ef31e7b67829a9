package io.bellwether.store.index;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Store.Stats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link SortedTree}: immutable, so that every version of the tree shares what did not change, but for the
 * draft that made it: a draft that writes many entries copies each node once and then writes into its copy.
 *
 * <p>Threads: a node is written by the thread of its draft only, and is handed to others when the draft is finished.
 *
 * <p>Units and limits: {@link #WIDTH} slots. {@link #with} may answer a node one slot too wide; its parent splits it.
 */
sealed interface Node permits Leaf, Inner {

    /**
     * The most entries of a leaf and children of an inner node. A write copies one node per level: with 32 slots about
     * 1 KB for 100 000 entries; 16 copy less but add a level, 64 copy twice as much.
     */
    int WIDTH = 32;

    /** Below this a node is merged with a neighbour when both fit into one. */
    int THIN = WIDTH / 4;

    /** The number of slots in use. */
    int width();

    /** The live entries below this node and the bytes of their values. */
    Stats stats();

    /** The smallest key below this node; the node is not empty. */
    String low();

    /** The entry of the key. */
    @Nullable
    KeyValue find(String key);

    /** This node, or if it is not the draft's a copy that is, with the entry in place of the one that had its key. */
    Node with(KeyValue entry, SortedTree.Draft draft);

    /** This node without the key: itself when the key is absent, perhaps with no slot in use. */
    Node without(String key);

    /** The slots {@code from} to {@code to}, exclusive, as a node of the draft. */
    Node part(int from, int to, SortedTree.Draft draft);

    /** This node's slots and then those of the neighbour, a node of the same kind with greater keys. */
    Node joined(Node right);

    /** What lies before the key. */
    Stats before(String key);

    /** Adds the entries from {@code start} on and before {@code end} until {@code into} has {@code limit} entries. */
    void collect(String start, @Nullable String end, int limit, List<KeyValue> into);
}
