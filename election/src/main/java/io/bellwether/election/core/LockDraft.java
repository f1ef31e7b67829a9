package io.bellwether.election.core;

/**
 * The record that a candidate wants to write.
 *
 * @param purpose why; also says what happens to acquireTime: set to {@code renewTime} by ACQUIRE and RELEASE, kept by
 *     RENEW
 * @param holder empty to release
 * @param durationSeconds at least 1
 * @param renewTime RFC 3339 in UTC with exactly six fractional digits
 * @param transitions not negative
 * @param nonce names this write
 */
public record LockDraft(
        Purpose purpose, String holder, long durationSeconds, String renewTime, long transitions, String nonce) {

    /** Why a candidate writes. */
    public enum Purpose {
        /** Begins a new term. */
        ACQUIRE,
        /** Extends the running term. */
        RENEW,
        /** Says that nobody holds the lock. */
        RELEASE
    }
}
