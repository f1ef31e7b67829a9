package io.bellwether.election.core;

import java.time.Duration;
import java.util.Optional;

/** When a candidate may claim what it sees: nanoseconds on its own clock. */
final class Claims {

    /** The most by which a candidate delays its take-over, so that many candidates do not collide. */
    private static final Duration LONGEST_JITTER = Duration.ofMillis(250);

    /** How long others wait for the successor that a leader has named. */
    private static final Duration SUCCESSOR_ADVANTAGE = Duration.ofSeconds(2);

    private Claims() {}

    /** When this version may be claimed if it does not change; {@code before} is what was known of the lock. */
    static long at(Turn turn, LockRecord record, Optional<LockKnowledge.Seen> before) {
        if (record.isFree()) {
            String successor = record.marks().successor();
            boolean mayGoFirst = successor.isEmpty() || successor.equals(turn.identity.holder());
            return mayGoFirst ? turn.now.nanos() : turn.after(SUCCESSOR_ADVANTAGE);
        }
        if (!record.coordination().strategy().isEmpty()) {
            return before.map(seen -> ofNamed(turn, seen, record)).orElse(turn.now.nanos());
        }
        boolean ownPredecessor = !turn.candidacy.origin().isEmpty()
                && record.marks().origin().equals(turn.candidacy.origin())
                && before.isEmpty();
        // What is there at the first sight was written before this process began, where only one runs at a time: its
        // writer is dead. A later change is a sign of life, against all that was promised, and waited for.
        return ownPredecessor ? turn.now.nanos() : expiry(turn, record);
    }

    private static long ofNamed(Turn turn, LockKnowledge.Seen before, LockRecord record) {
        if (isNamedSince(turn, before, record)) {
            return turn.now.nanos();
        }
        return isRenewedSince(before, record) ? Long.MAX_VALUE : before.claimableAtNanos();
    }

    /**
     * Whether the coordinator has written the holder's name since, rather than a candidate. It gives the same name
     * again when the lease has run out, and leaves the nonce alone: one of our candidates would have written another
     * one, and one of another implementation, which knows of none, would have renewed within half of its lease.
     */
    static boolean isNamedSince(Turn turn, LockKnowledge.Seen before, LockRecord record) {
        LockRecord last = before.snapshot().record();
        if (!last.holder().equals(record.holder())) {
            return true;
        }
        long silence = turn.now.nanos() - before.changedAtNanos();
        boolean silent = silence >= Duration.ofSeconds(last.durationSeconds()).toNanos() / 2;
        return silent && last.nonce().equals(record.nonce()) && isRenewedSince(before, record);
    }

    /** Whether somebody has written himself into it since; else it only says who is to follow. */
    static boolean isRenewedSince(LockKnowledge.Seen before, LockRecord record) {
        LockRecord last = before.snapshot().record();
        return !last.renewTime().equals(record.renewTime()) || !last.nonce().equals(record.nonce());
    }

    /**
     * A record for life is deleted when its holder's machine is known to be gone; a holder that lives after all has a
     * lease to notice.
     */
    static long afterDeletion(Turn turn, LockRecord record) {
        return record.isForLife() ? turn.after(turn.timing.leaseDuration()) : expiry(turn, record);
    }

    /** The duration in the record counts, whoever wrote it; a missing one never counts as zero. */
    private static long expiry(Turn turn, LockRecord record) {
        long leaseSeconds = turn.timing.leaseDuration().toSeconds();
        long seconds = record.durationSeconds() > 0
                ? record.durationSeconds()
                : Math.max(leaseSeconds, turn.memory.durationSeconds());
        long halfRenew = turn.timing.renewEvery().toNanos() / 2;
        long jitter = (long) (Math.min(halfRenew, LONGEST_JITTER.toNanos()) * turn.now.chance());
        return turn.after(Duration.ofSeconds(seconds)) + jitter;
    }
}
