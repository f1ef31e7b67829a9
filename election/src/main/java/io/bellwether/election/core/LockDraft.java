package io.bellwether.election.core;

import java.util.Optional;

/**
 * The record that a candidate wants to write.
 *
 * @param purpose why; also says what happens to acquireTime: set to {@code renewTime} by ACQUIRE and RELEASE, kept by
 *     RENEW
 * @param holder empty to release
 * @param durationSeconds at least 1, at most {@link Integer#MAX_VALUE}
 * @param renewTime RFC 3339 in UTC with exactly six fractional digits
 * @param transitions not negative
 * @param marks replace all marks that the base has
 */
public record LockDraft(
        Purpose purpose, String holder, long durationSeconds, String renewTime, long transitions, Marks marks) {

    /** Why a candidate writes. */
    public enum Purpose {
        /** Begins a new term. */
        ACQUIRE,
        /** Extends the running term. */
        RENEW,
        /** Says that nobody holds the lock. */
        RELEASE
    }

    /** Names this write. */
    public String nonce() {
        return marks.nonce();
    }

    /** The record that this draft makes of the base, in a store that has no other fields. */
    public LockRecord over(Optional<LockRecord> base) {
        String acquireTime =
                purpose == Purpose.RENEW && base.isPresent() ? base.get().acquireTime() : renewTime;
        return LockRecord.of(holder, durationSeconds, acquireTime, renewTime, transitions, marks);
    }
}
