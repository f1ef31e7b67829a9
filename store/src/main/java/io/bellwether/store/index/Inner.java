package io.bellwether.store.index;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Store.Stats;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subtrees of equal depth, in key order, none of them empty. */
final class Inner implements Node {

    private final SortedTree.@Nullable Draft owner;
    private final Node[] children;

    /** The smallest key below each child: kept here so that a search does not touch the children it passes. */
    private final String[] lows;

    private long count;
    private long valueBytes;

    private Inner(Node[] children, String[] lows, long count, long valueBytes, SortedTree.@Nullable Draft owner) {
        this.owner = owner;
        this.children = children;
        this.lows = lows;
        this.count = count;
        this.valueBytes = valueBytes;
    }

    /** A node over these children, in key order; the array is owned by the node from here on. */
    static Inner of(SortedTree.@Nullable Draft owner, Node... children) {
        String[] lows = new String[children.length];
        long count = 0;
        long bytes = 0;
        for (int slot = 0; slot < children.length; slot++) {
            lows[slot] = children[slot].low();
            Stats stats = children[slot].stats();
            count += stats.count();
            bytes += stats.valueBytes();
        }
        return new Inner(children, lows, count, bytes, owner);
    }

    /** The only child of a root that lost its others, else the node itself. */
    Node withoutIdleLevel() {
        return children.length == 1 ? children[0] : this;
    }

    @Override
    public int width() {
        return children.length;
    }

    @Override
    public Stats stats() {
        return new Stats(count, valueBytes);
    }

    @Override
    public String low() {
        return lows[0];
    }

    @Override
    public @Nullable KeyValue find(String key) {
        return children[childOf(key)].find(key);
    }

    @Override
    public Inner with(KeyValue entry, SortedTree.Draft draft) {
        int slot = childOf(entry.key().value());
        Node before = children[slot];
        Stats old = before.stats();
        Node child = before.with(entry, draft);
        if (child.width() > WIDTH) {
            int half = child.width() / 2;
            return replaced(draft, slot, 1, old, child.part(0, half, draft), child.part(half, child.width(), draft));
        }
        Inner target = owner == draft ? this : new Inner(children.clone(), lows.clone(), count, valueBytes, draft);
        target.put(slot, child, old);
        return target;
    }

    /** Puts the child in place of one that had those stats. */
    private void put(int slot, Node child, Stats old) {
        Stats stats = child.stats();
        count += stats.count() - old.count();
        valueBytes += stats.valueBytes() - old.valueBytes();
        children[slot] = child;
        lows[slot] = child.low();
    }

    @Override
    public Inner without(String key) {
        int slot = childOf(key);
        Node child = children[slot].without(key);
        if (child == children[slot]) {
            return this;
        }
        if (child.width() == 0) {
            return replaced(null, slot, 1, children[slot].stats());
        }
        if (child.width() < THIN && slot + 1 < children.length && fits(child, children[slot + 1])) {
            return replaced(null, slot, 2, both(slot), child.joined(children[slot + 1]));
        }
        if (child.width() < THIN && slot > 0 && fits(children[slot - 1], child)) {
            return replaced(null, slot - 1, 2, both(slot - 1), children[slot - 1].joined(child));
        }
        return replaced(null, slot, 1, children[slot].stats(), child);
    }

    private Stats both(int slot) {
        Stats left = children[slot].stats();
        Stats right = children[slot + 1].stats();
        return new Stats(left.count() + right.count(), left.valueBytes() + right.valueBytes());
    }

    private static boolean fits(Node left, Node right) {
        return left.width() + right.width() <= WIDTH;
    }

    @Override
    public Inner part(int from, int to, SortedTree.Draft draft) {
        return of(draft, Arrays.copyOfRange(children, from, to));
    }

    @Override
    public Inner joined(Node right) {
        Inner other = (Inner) right;
        Node[] all = Arrays.copyOf(children, children.length + other.children.length);
        System.arraycopy(other.children, 0, all, children.length, other.children.length);
        return of(null, all);
    }

    @Override
    public Stats before(String key) {
        int slot = childOf(key);
        Stats inside = children[slot].before(key);
        long entries = inside.count();
        long bytes = inside.valueBytes();
        for (int left = 0; left < slot; left++) {
            Stats stats = children[left].stats();
            entries += stats.count();
            bytes += stats.valueBytes();
        }
        return new Stats(entries, bytes);
    }

    @Override
    public void collect(String start, @Nullable String end, int limit, List<KeyValue> into) {
        for (int slot = childOf(start); slot < children.length && into.size() < limit; slot++) {
            if (end != null && lows[slot].compareTo(end) >= 0) {
                return;
            }
            children[slot].collect(start, end, limit, into);
        }
    }

    /** The child that has the key if any has: the last one that does not begin after it, or the first. */
    private int childOf(String key) {
        int low = 1;
        int high = lows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (lows[middle].compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
    }

    /** A copy with {@code removed} children from {@code slot} on, which had those stats, replaced by the given ones. */
    private Inner replaced(SortedTree.@Nullable Draft draft, int slot, int removed, Stats old, Node... inserted) {
        int width = children.length - removed + inserted.length;
        Node[] nodes = new Node[width];
        String[] keys = new String[width];
        System.arraycopy(children, 0, nodes, 0, slot);
        System.arraycopy(lows, 0, keys, 0, slot);
        int tail = children.length - slot - removed;
        System.arraycopy(children, slot + removed, nodes, slot + inserted.length, tail);
        System.arraycopy(lows, slot + removed, keys, slot + inserted.length, tail);
        long entries = count - old.count();
        long bytes = valueBytes - old.valueBytes();
        for (int index = 0; index < inserted.length; index++) {
            nodes[slot + index] = inserted[index];
            keys[slot + index] = inserted[index].low();
            Stats stats = inserted[index].stats();
            entries += stats.count();
            bytes += stats.valueBytes();
        }
        return new Inner(nodes, keys, entries, bytes, draft);
    }
}
