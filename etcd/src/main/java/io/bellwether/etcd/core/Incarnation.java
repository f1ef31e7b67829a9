package io.bellwether.etcd.core;

/**
 * One life of a node's data directory: a new one is drawn whenever the data is gone or moved aside, and nothing that
 * was promised to an earlier one counts for it.
 *
 * @param value at least eight characters
 */
public record Incarnation(String value) {

    private static final int SHORT = 8;

    /** Refuses a value that is too short to be unique. */
    public Incarnation {
        if (value.length() < SHORT) {
            throw new IllegalArgumentException("an incarnation has at least " + SHORT + " characters: " + value);
        }
    }

    /** The name of the member that this incarnation becomes: two lives of one node never share a name. */
    public String memberName(String nodeName) {
        return nodeName + "-" + value.substring(0, SHORT);
    }

    @Override
    public String toString() {
        return value;
    }
}
