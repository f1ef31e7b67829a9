package io.bellwether.store.index;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Store.Stats;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a contiguous part of the key space, in key order. */
final class Leaf implements Node {

    static final Leaf EMPTY = new Leaf(new KeyValue[0], 0);

    private final KeyValue[] entries;
    private final long valueBytes;

    private Leaf(KeyValue[] entries, long valueBytes) {
        this.entries = entries;
        this.valueBytes = valueBytes;
    }

    /** A leaf of these entries, in key order; the array is owned by the leaf from here on. */
    static Leaf of(KeyValue[] entries) {
        long bytes = 0;
        for (KeyValue entry : entries) {
            bytes += entry.value().size();
        }
        return new Leaf(entries, bytes);
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
        return entries[0].key().value();
    }

    @Override
    public @Nullable KeyValue find(String key) {
        int slot = slot(key);
        return slot < 0 ? null : entries[slot];
    }

    @Override
    public Leaf with(KeyValue entry) {
        int slot = slot(entry.key().value());
        if (slot >= 0) {
            KeyValue[] copy = entries.clone();
            copy[slot] = entry;
            return new Leaf(
                    copy,
                    valueBytes - entries[slot].value().size() + entry.value().size());
        }
        int insertion = -slot - 1;
        KeyValue[] copy = new KeyValue[entries.length + 1];
        System.arraycopy(entries, 0, copy, 0, insertion);
        copy[insertion] = entry;
        System.arraycopy(entries, insertion, copy, insertion + 1, entries.length - insertion);
        return new Leaf(copy, valueBytes + entry.value().size());
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
        return new Leaf(copy, valueBytes - entries[slot].value().size());
    }

    @Override
    public Leaf part(int from, int to) {
        return of(Arrays.copyOfRange(entries, from, to));
    }

    @Override
    public Leaf joined(Node right) {
        Leaf other = (Leaf) right;
        KeyValue[] all = Arrays.copyOf(entries, entries.length + other.entries.length);
        System.arraycopy(other.entries, 0, all, entries.length, other.entries.length);
        return new Leaf(all, valueBytes + other.valueBytes);
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
            if (end != null && entries[slot].key().value().compareTo(end) >= 0) {
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
        int high = entries.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries[middle].key().value().compareTo(key);
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
