package io.bellwether.etcd.core;

/**
 * A machine that runs, or could run, a member; drawn once and kept for the machine's whole life.
 *
 * @param value not empty
 */
public record NodeId(String value) implements Comparable<NodeId> {

    /** Refuses an empty value. */
    public NodeId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a node's identity must not be empty");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
