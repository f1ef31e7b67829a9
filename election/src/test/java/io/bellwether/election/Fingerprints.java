package io.bellwether.election;

import java.util.Arrays;

/** A set of texts, each remembered by 64 bits of its hash: eight bytes for each, where a million are many. */
final class Fingerprints {

    /** Marks an empty slot; a text with this hash counts as new each time, which costs time only. */
    private static final long EMPTY = 0;

    private long[] slots = new long[1 << 16];
    private int size;

    /** Whether the text is new. */
    boolean add(String text) {
        if (size > slots.length / 2) {
            grow();
        }
        if (put(slots, hash(text))) {
            size++;
            return true;
        }
        return false;
    }

    long size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots).filter(hash -> hash != EMPTY).forEach(hash -> {
            boolean unused = put(larger, hash);
        });
        slots = larger;
    }

    private static boolean put(long[] into, long hash) {
        int index = (int) hash & (into.length - 1);
        while (into[index] != EMPTY) {
            if (into[index] == hash) {
                return false;
            }
            index = (index + 1) & (into.length - 1);
        }
        into[index] = hash;
        return true;
    }

    /** FNV-1a over the characters, mixed at the end. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }
}
