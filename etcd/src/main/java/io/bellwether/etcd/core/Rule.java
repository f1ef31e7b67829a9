package io.bellwether.etcd.core;

/** The rules, by the numbers under which logs and documents name them. */
public enum Rule {
    /** Resume with the data that is there, without asking anybody. */
    N1,
    /** The cluster has removed this member: its data moves aside. */
    N2,
    /** Data or a name that belongs to others: do nothing. */
    N3,
    /** A cluster exists, or may: never found another one. */
    N4,
    /** This node's member is listed but its data is gone: say so. */
    N5,
    /** The process has ended: what follows from how. */
    N6,
    /** The process hangs: end it, so that it starts again. */
    N7,
    /** Found the cluster, once, with exactly the nodes agreed on. */
    N8,
    /** The node has a new address. */
    N9,
    /** Without a quorum: save what is left, change nothing. */
    C0,
    /** Look again before anything else. */
    C1,
    /** A voter that never started. */
    C2,
    /** A learner that gets nowhere. */
    C3,
    /** A learner that is ready. */
    C4,
    /** A dead voter with somebody to take its place. */
    C5,
    /** A dead voter without. */
    C6,
    /** Fewer voters than wanted. */
    C7,
    /** More voters than wanted. */
    C8,
    /** A standby. */
    C9,
    /** A voter with a new address. */
    C10,
    /** A restart that was asked for. */
    C11,
    /** Alarms. */
    C12,
    /** Leadership in the wrong place. */
    C13
}
