package io.bellwether.election.core;

/** Why a term ended. */
public enum EndReason {
    /** The leader stepped down on request. */
    RESIGNED,
    /** The election was closed. */
    CLOSED,
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
    WORK_FAILED
}
