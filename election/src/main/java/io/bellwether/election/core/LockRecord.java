package io.bellwether.election.core;

/**
 * What a lock says, read tolerantly: whatever is missing or cannot be parsed has the stated neutral value.
 *
 * @param holder who holds it; empty when nobody does
 * @param durationSeconds how long the holder may go without renewing; 0 when missing or invalid
 * @param acquireTime as written; empty when missing
 * @param renewTime as written; empty when missing. Compared as text only, never as a time
 * @param transitions how often the holder has changed; 0 when missing
 * @param nonce which write of which candidate this is; empty when the writer is not one of ours
 * @param strategy who elects, when somebody else does; empty when the candidates do
 * @param fingerprint all of the election's fields as text: two records are the same when these are equal
 */
public record LockRecord(
        String holder,
        long durationSeconds,
        String acquireTime,
        String renewTime,
        long transitions,
        String nonce,
        String strategy,
        String fingerprint) {

    /** Whether nobody holds the lock. */
    public boolean isFree() {
        return holder.isEmpty();
    }
}
