package io.bellwether.election.core;

/** Why a term ended. */
public enum EndReason {
    /** The leader stepped down on request. */
    RESIGNED,
    /** The candidacy was paused. */
    PAUSED,
    /** The election was closed. */
    CLOSED,
    /** The coordinator prefers somebody else. */
    PREEMPTED,
    /** No renewal was acknowledged in time. */
    VALIDITY_EXPIRED,
    /** Somebody else holds the lock. */
    FOREIGN_HOLDER,
    /** The lock was deleted. */
    LOCK_DELETED,
    /** An outsider changed the record so that this term no longer stands in it. */
    TAMPERED,
    /** Another process writes under the same holder name. */
    DUPLICATE_IDENTITY,
    /** The store went back to an older version. */
    STORE_ROLLBACK,
    /** The work returned by itself. */
    WORK_COMPLETED,
    /** The work threw an exception. */
    WORK_FAILED;

    /** Whether the term was taken away, rather than given back. */
    public boolean isLoss() {
        return switch (this) {
            case VALIDITY_EXPIRED, FOREIGN_HOLDER, LOCK_DELETED, TAMPERED, DUPLICATE_IDENTITY, STORE_ROLLBACK -> true;
            case RESIGNED, PAUSED, CLOSED, PREEMPTED, WORK_COMPLETED, WORK_FAILED -> false;
        };
    }
}
