package io.bellwether.etcd.core;

/** What may be done to the membership for somebody who wants in. */
public enum JoinStrategy {
    /** Nothing: people change the membership, and prepared members start. */
    PREPARED,
    /** Members are added; no voter is ever removed. */
    ADD,
    /** A dead voter is removed once somebody can take its place. */
    REPLACE,
    /** As {@link #REPLACE}; and dead voters are removed without a replacement while three others stay. */
    PRUNE;

    /** Whether a dead voter may be removed at all. */
    boolean removesDead() {
        return this == REPLACE || this == PRUNE;
    }
}
