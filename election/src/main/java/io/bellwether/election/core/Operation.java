package io.bellwether.election.core;

import java.util.Optional;

/**
 * The one request in flight.
 *
 * @param id matches the answer to the request
 * @param write what it writes; empty for a read
 * @param base the version that a write replaces, or that was known when a read was sent; empty for a creation
 * @param claim why an acquiring write was permitted
 * @param overdueAtNanos when its answer is no longer waited for, in case the lock's store never gives one
 */
public record Operation(
        long id, Optional<OwnWrite> write, Optional<LockRevision> base, Claim claim, long overdueAtNanos) {

    /** On what ground the record may be taken. */
    public enum Claim {
        /** A read, a renewal or a release. */
        NONE,
        /** Nobody holds it, or it does not exist. */
        FREE,
        /** It is this candidate's own last write. */
        OWN,
        /**
         * Its holder has not renewed it for the lease duration, or is known to be dead, or gave it to this candidate.
         */
        EXPIRED
    }
}
