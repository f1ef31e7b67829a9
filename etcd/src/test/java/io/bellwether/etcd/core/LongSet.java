package io.bellwether.etcd.core;

import java.util.Arrays;

/** A set of longs, for millions of states. */
final class LongSet {

    private static final long FREE = -1;

    private long[] slots = newSlots(1 << 16);
    private int size;

    private static long[] newSlots(int length) {
        long[] slots = new long[length];
        Arrays.fill(slots, FREE);
        return slots;
    }

    boolean add(long value) {
        if (size * 2 > slots.length) {
            grow();
        }
        boolean added = insert(value);
        size += added ? 1 : 0;
        return added;
    }

    int size() {
        return size;
    }

    private boolean insert(long value) {
        int slot = slot(value);
        while (slots[slot] != FREE) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = value;
        return true;
    }

    private int slot(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    private void grow() {
        long[] old = slots;
        slots = newSlots(old.length * 2);
        for (long value : old) {
            if (value != FREE) {
                insert(value);
            }
        }
    }
}
