package io.bellwether.store.index;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Store.Stats;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a contiguous part of the key space, in key order. */
final class Leaf implements Node {

    static final Leaf EMPTY = of(new KeyValue[0], null);

    private final SortedTree.@Nullable Draft owner;

    /**
     * The key of each entry: kept here so that a search does not touch the entries it passes. Never written to, so that
     * leaves with the same keys share it.
     */
    private final String[] keys;

    private final KeyValue[] entries;
    private long valueBytes;

    private Leaf(String[] keys, KeyValue[] entries, long valueBytes, SortedTree.@Nullable Draft owner) {
        this.keys = keys;
        this.entries = entries;
        this.valueBytes = valueBytes;
        this.owner = owner;
    }

    /** A leaf of these entries, in key order; the array is owned by the leaf from here on. */
    static Leaf of(KeyValue[] entries, SortedTree.@Nullable Draft owner) {
        String[] keys = new String[entries.length];
        long bytes = 0;
        for (int slot = 0; slot < entries.length; slot++) {
            keys[slot] = entries[slot].key().value();
            bytes += entries[slot].value().size();
        }
        return new Leaf(keys, entries, bytes, owner);
    }

    @Override
    public int width() {
        return entries.length;
    }

    @Override
    public Stats stats() {
        return new Stats(entries.length, valueBytes);
    }

    @Override
    public String low() {
        return keys[0];
    }

    @Override
    public @Nullable KeyValue find(String key) {
        int slot = slot(key);
        return slot < 0 ? null : entries[slot];
    }

    @Override
    public Leaf with(KeyValue entry, SortedTree.Draft draft) {
        int slot = slot(entry.key().value());
        if (slot < 0) {
            return inserted(-slot - 1, entry, draft);
        }
        Leaf target = owner == draft ? this : new Leaf(keys, entries.clone(), valueBytes, draft);
        target.valueBytes += entry.value().size() - target.entries[slot].value().size();
        target.entries[slot] = entry;
        return target;
    }

    private Leaf inserted(int slot, KeyValue entry, SortedTree.Draft draft) {
        KeyValue[] copy = new KeyValue[entries.length + 1];
        System.arraycopy(entries, 0, copy, 0, slot);
        copy[slot] = entry;
        System.arraycopy(entries, slot, copy, slot + 1, entries.length - slot);
        String[] names = new String[copy.length];
        System.arraycopy(keys, 0, names, 0, slot);
        names[slot] = entry.key().value();
        System.arraycopy(keys, slot, names, slot + 1, keys.length - slot);
        return new Leaf(names, copy, valueBytes + entry.value().size(), draft);
    }

    @Override
    public Leaf without(String key) {
        int slot = slot(key);
        if (slot < 0) {
            return this;
        }
        KeyValue[] copy = new KeyValue[entries.length - 1];
        System.arraycopy(entries, 0, copy, 0, slot);
        System.arraycopy(entries, slot + 1, copy, slot, copy.length - slot);
        return of(copy, null);
    }

    @Override
    public Leaf part(int from, int to, SortedTree.Draft draft) {
        return of(Arrays.copyOfRange(entries, from, to), draft);
    }

    @Override
    public Leaf joined(Node right) {
        Leaf other = (Leaf) right;
        KeyValue[] all = Arrays.copyOf(entries, entries.length + other.entries.length);
        System.arraycopy(other.entries, 0, all, entries.length, other.entries.length);
        return of(all, null);
    }

    @Override
    public Stats before(String key) {
        int end = insertion(key);
        long bytes = 0;
        for (int slot = 0; slot < end; slot++) {
            bytes += entries[slot].value().size();
        }
        return new Stats(end, bytes);
    }

    @Override
    public void collect(String start, @Nullable String end, int limit, List<KeyValue> into) {
        for (int slot = insertion(start); slot < entries.length && into.size() < limit; slot++) {
            if (end != null && keys[slot].compareTo(end) >= 0) {
                return;
            }
            into.add(entries[slot]);
        }
    }

    private int insertion(String key) {
        int slot = slot(key);
        return slot < 0 ? -slot - 1 : slot;
    }

    /** The slot of the key, or {@code -insertion - 1}. */
    private int slot(String key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = keys[middle].compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
