package io.bellwether.election.core;

/**
 * A number that only grows from one term to the next, also when the lock was deleted in between. A resource that
 * remembers the greatest token it has seen can refuse a deposed leader.
 *
 * @param value the number
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }

    /** The number in decimal, as the fence header carries it. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
