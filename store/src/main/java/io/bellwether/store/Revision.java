package io.bellwether.store;

/**
 * The place of a commit in the store's one order of commits: 1, 2, 3 … without gaps on the embedded and in-memory
 * stores, growing on etcd.
 *
 * @param value 0 ({@link #NONE}) or more
 */
public record Revision(long value) implements Comparable<Revision> {

    /** Before every commit; as a compare's expectation: the key is absent. */
    public static final Revision NONE = new Revision(0);

    public Revision {
        if (value < 0) {
            throw new IllegalArgumentException("a revision is 0 or more, not " + value);
        }
    }

    /** The revision right after this one. */
    public Revision next() {
        return new Revision(value + 1);
    }

    /** Whether this commit came after the other. */
    public boolean isAfter(Revision other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
