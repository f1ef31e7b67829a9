package io.bellwether.etcd.core;

/** What etcd itself complains about. */
public enum Alarm {
    /** The database has reached its quota: writes are refused, membership changes are not. */
    NO_SPACE,
    /** A member's data differs; etcd may name the wrong one. */
    CORRUPT
}
