package io.bellwether.etcd.core;

/** Why a plan is what it is: a code for programs; logs and people read the text beside it. */
public enum Cause {
    /** No linearizable read succeeds. */
    NO_QUORUM,
    /** The list may be out of date. */
    LIST_NOT_CONFIRMED,
    /** The leader's supervisor acts, and this is not it. */
    NOT_BESIDE_LEADER,
    /** A step of ours may or may not have happened. */
    STEP_NOT_CONFIRMED,
    /** People have paused the changes. */
    PAUSED,
    /** The strategy leaves the membership to people. */
    PREPARED,
    /** The independent guard does not agree. */
    GUARDED,
    /** An added voter has not started yet. */
    NOT_STARTED,
    /** A learner does not advance, or its node is gone. */
    LEARNER_STALLED,
    /** A learner has caught up. */
    LEARNER_READY,
    /** A learner is on its way. */
    LEARNER_CATCHING_UP,
    /** A voter is dead. */
    DEAD,
    /** A voter's node says that its data is gone. */
    DATA_LOST,
    /** A voter's data differs from the others'. */
    CORRUPT,
    /** A voter wishes to be replaced. */
    DRAINING,
    /** A member answers at another address. */
    MOVED,
    /** A voter is silent, but not for long enough. */
    SUSPECT,
    /** A voter is cut off but alive. */
    ISOLATED,
    /** Too many are silent at once: it is the network, or this machine. */
    TOO_MANY_SUSPECT,
    /** Too many were removed within an hour. */
    TOO_MANY_REMOVALS,
    /** The strategy removes no voter, and nothing can be added beside the dead one. */
    STRATEGY_KEEPS_DEAD,
    /** Fewer voters than wanted, and somebody is ready. */
    SLOT_FREE,
    /** Fewer voters than wanted, and nobody is ready. */
    NO_CANDIDATE,
    /** One voter grows only together with a third node. */
    THIRD_NODE_MISSING,
    /** etcd wants all voters connected for a while before it adds one. */
    NOT_SETTLED,
    /** More voters than wanted. */
    SURPLUS,
    /** A smaller size is asked for than can be reached safely. */
    SHRINK_UNSAFE,
    /** A standby is wanted. */
    STANDBY_WANTED,
    /** As many voters as wanted. */
    FULL,
    /** As many voters as wanted, all of them well. */
    HEALTHY,
    /** Another node is joining. */
    TOO_MANY_LEARNERS,
    /** etcd reports that its space is used up. */
    NO_SPACE,
    /** Leadership is on a node that should not have it. */
    LEADER_MISPLACED,
    /** A restart was asked for. */
    RESTART_WANTED,
    /** A snapshot is due. */
    SNAPSHOT_DUE,

    /** The node has its data. */
    DATA_PRESENT,
    /** The process runs. */
    RUNNING,
    /** The process is starting. */
    STARTING,
    /** The process does not answer. */
    UNRESPONSIVE,
    /** The process ends again and again. */
    CRASH_LOOP,
    /** The member is not in the list any more. */
    REMOVED,
    /** The data belongs to another cluster, another node or an older epoch. */
    FOREIGN_DATA,
    /** Another process uses the data. */
    DATA_LOCKED,
    /** Another node has this name. */
    NAME_TAKEN,
    /** A port that the member needs is in use. */
    PORT_IN_USE,
    /** The data is damaged. */
    DATA_DAMAGED,
    /** Leftovers of a failed start, without a log. */
    LEFTOVERS,
    /** A cluster exists, and this node is not of it. */
    CLUSTER_EXISTS,
    /** Nobody knows whether a cluster exists. */
    DISCOVERY_SILENT,
    /** Not all founders are here. */
    FOUNDERS_MISSING,
    /** All founders are here. */
    FOUNDERS_PRESENT,
    /** This node is one of the founders agreed on. */
    FOUNDER,
    /** The cluster has formed. */
    FORMED,
    /** A founder that had begun has lost its data before the cluster was seen to work: only a person can tell. */
    FOUNDING_INTERRUPTED,
    /** The cluster holds a place for this node. */
    PLACE_HELD,
    /** The cluster is full, or not ready for another. */
    WAITING_FOR_PLACE,
    /** The cluster's size contradicts the one asked for. */
    SIZE_CONTRADICTS,
    /** The data was written by a version that this etcd cannot follow on. */
    VERSION_SKIPPED,
    /** What etcd was started with does not fit. */
    BAD_CONFIGURATION
}
