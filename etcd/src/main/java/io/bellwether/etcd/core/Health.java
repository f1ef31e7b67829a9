package io.bellwether.etcd.core;

/** What one supervisor makes of a member. */
public enum Health {
    /** The leader is connected to it. */
    ACTIVE,
    /** As {@link #ACTIVE}, and its node wishes to be replaced. */
    DRAINING,
    /** As {@link #ACTIVE}, but its data is not what the others have. */
    CORRUPT,
    /** Not connected, reason unknown, not for long. */
    SUSPECT,
    /** Not connected, but its node reports: the network is in the way. Its data is intact. */
    ISOLATED,
    /** Not connected where the list says, but its node reports another address. */
    MOVED,
    /** Added, and never started; it may still. */
    UNSTARTED,
    /** Added, and not started within its time. */
    NEVER_STARTED,
    /** Silent in every respect for long enough: proven. */
    DEAD,
    /** Its node says that the data is gone, and nothing runs under its identity: proven. */
    LOST;

    /** Whether it counts as alive. */
    boolean isAlive() {
        return this == ACTIVE || this == DRAINING || this == CORRUPT;
    }

    /** Whether it will not come back under this identity. */
    boolean isGone() {
        return this == DEAD || this == LOST || this == NEVER_STARTED;
    }
}
