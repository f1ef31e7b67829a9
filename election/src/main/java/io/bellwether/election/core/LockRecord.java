package io.bellwether.election.core;

/**
 * What a lock says, read tolerantly: whatever is missing or cannot be parsed has the stated neutral value.
 *
 * @param holder who holds it; empty when nobody does
 * @param durationSeconds how long the holder may go without renewing; 0 when missing or invalid
 * @param acquireTime as written; empty when missing
 * @param renewTime as written; empty when missing. Compared as text only, never as a time
 * @param transitions how often the holder has changed; 0 when missing
 * @param marks what our candidates add; empty when the writer is not one of ours
 * @param coordination who elects, when somebody else does
 * @param fingerprint all of the election's fields as text: two records are the same when these are equal
 */
public record LockRecord(
        String holder,
        long durationSeconds,
        String acquireTime,
        String renewTime,
        long transitions,
        Marks marks,
        Coordination coordination,
        String fingerprint) {

    /** The longest duration that a Lease can say, 68 years: every implementation waits that long, which is for life. */
    public static final long LIFE_SECONDS = Integer.MAX_VALUE;

    /**
     * Whether somebody else elects here.
     *
     * @param strategy by which rule; empty when the candidates elect among themselves
     * @param preferredHolder who is to follow the present holder; empty when nobody is
     */
    public record Coordination(String strategy, String preferredHolder) {

        /** The candidates elect among themselves. */
        public static final Coordination NONE = new Coordination("", "");
    }

    /** A record of a store that has no field but these; the fingerprint is made of them. */
    public static LockRecord of(
            String holder, long durationSeconds, String acquireTime, String renewTime, long transitions, Marks marks) {
        String fingerprint = String.join(
                "|",
                holder,
                Long.toString(durationSeconds),
                acquireTime,
                renewTime,
                Long.toString(transitions),
                marks.texts().toString());
        return new LockRecord(
                holder, durationSeconds, acquireTime, renewTime, transitions, marks, Coordination.NONE, fingerprint);
    }

    /** Whether the holder has it until it gives it back, or until it is deleted. */
    public boolean isForLife() {
        return durationSeconds == LIFE_SECONDS;
    }

    /** Whether nobody holds the lock. */
    public boolean isFree() {
        return holder.isEmpty();
    }

    /** Which write of which candidate this is; empty when the writer is not one of ours. */
    public String nonce() {
        return marks.nonce();
    }
}
