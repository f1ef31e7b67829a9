package io.bellwether.election.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that an election knows between two steps.
 *
 * @param phase where the candidate stands
 * @param role what it wants
 * @param lock what it knows about the lock
 * @param operation the request in flight; at most one
 * @param unresolved own writes that may yet come into force: those over the version that {@code lock} shows, and
 *     creations, which replace none; at most {@value #UNRESOLVED_LIMIT}, older ones are forgotten
 * @param lastOwn the last own write known to be in force
 * @param retry how requests have been going
 * @param watch how the watch is going
 * @param memory what must never be forgotten
 * @param wakeAtNanos when the next {@link Input.Tick} is due
 */
public record State(
        Phase phase,
        Role role,
        LockKnowledge lock,
        Optional<Operation> operation,
        List<OwnWrite> unresolved,
        Optional<OwnWrite> lastOwn,
        Retry retry,
        WatchState watch,
        Memory memory,
        long wakeAtNanos) {

    static final int UNRESOLVED_LIMIT = 16;

    /** What a candidate wants. */
    public enum Role {
        /** To lead. */
        CANDIDATE,
        /** To know who leads, until it is told to contend again. */
        PAUSED,
        /** To know who leads. */
        OBSERVER,
        /** To finish. */
        CLOSING
    }

    /**
     * How requests have been going.
     *
     * @param failures requests in a row that were not served
     * @param conflicts writes in a row whose base was not current
     * @param olderReads answered reads in a row that showed an older version than one already known when they were sent
     * @param notBeforeNanos when the next request may be sent
     * @param nextReadAtNanos when a candidate without a watch looks again
     * @param next what the next request must be
     */
    public record Retry(
            int failures, int conflicts, int olderReads, long notBeforeNanos, long nextReadAtNanos, Next next) {

        /** What the next request must be. */
        public enum Next {
            /** What the phase asks for. */
            ANY,
            /** A read, to learn what is there. */
            READ
        }

        Retry with(Next other) {
            return new Retry(failures, conflicts, olderReads, notBeforeNanos, nextReadAtNanos, other);
        }

        Retry withOlderReads(int count) {
            return new Retry(failures, conflicts, count, notBeforeNanos, nextReadAtNanos, next);
        }

        Retry withConflicts(int count) {
            return new Retry(failures, count, olderReads, notBeforeNanos, nextReadAtNanos, next);
        }

        Retry withFailures(int count) {
            return new Retry(count, conflicts, olderReads, notBeforeNanos, nextReadAtNanos, next);
        }

        Retry notBefore(long nanos) {
            return new Retry(failures, conflicts, olderReads, nanos, nextReadAtNanos, next);
        }
    }

    /**
     * How the watch is going.
     *
     * @param standing whether there is one
     * @param failures in a row
     * @param denials in a row: it was said to be forbidden
     * @param notBeforeNanos when it may be opened again
     */
    public record WatchState(Standing standing, int failures, int denials, long notBeforeNanos) {

        /** Whether there is a watch. */
        public enum Standing {
            /** None; may be opened. */
            CLOSED,
            /** None; may be opened, but not from the last version seen: the server has forgotten it. */
            OUTDATED,
            /** One is open. */
            OPEN,
            /** There cannot be one. */
            UNSUPPORTED
        }
    }

    /**
     * What must never be forgotten.
     *
     * @param operations how many requests were sent; numbers them
     * @param writes how many writes were drafted; numbers them
     * @param terms how many terms began
     * @param greatestToken the fencing token of the last own term
     * @param durationSeconds the last valid duration seen in the record
     * @param lastRenewTime the last renewTime written: never written twice in a row
     * @param workFailures terms in a row that ended because the work failed
     * @param contactNanos when the lock's store was last heard of
     */
    public record Memory(
            long operations,
            long writes,
            long terms,
            long greatestToken,
            long durationSeconds,
            Instant lastRenewTime,
            int workFailures,
            long contactNanos) {

        Memory withOperation() {
            return new Memory(
                    operations + 1,
                    writes,
                    terms,
                    greatestToken,
                    durationSeconds,
                    lastRenewTime,
                    workFailures,
                    contactNanos);
        }

        Memory withWrite(Instant renewTime) {
            return new Memory(
                    operations,
                    writes + 1,
                    terms,
                    greatestToken,
                    durationSeconds,
                    renewTime,
                    workFailures,
                    contactNanos);
        }

        Memory with(Term term) {
            return new Memory(
                    operations,
                    writes,
                    term.number(),
                    term.token().value(),
                    durationSeconds,
                    lastRenewTime,
                    workFailures,
                    contactNanos);
        }

        Memory withDuration(long seconds) {
            return new Memory(
                    operations, writes, terms, greatestToken, seconds, lastRenewTime, workFailures, contactNanos);
        }

        Memory withWorkFailures(int count) {
            return new Memory(
                    operations, writes, terms, greatestToken, durationSeconds, lastRenewTime, count, contactNanos);
        }

        Memory withContact(long nanos) {
            return new Memory(
                    operations, writes, terms, greatestToken, durationSeconds, lastRenewTime, workFailures, nanos);
        }
    }

    /** The list is copied. */
    public State {
        unresolved = List.copyOf(unresolved);
    }

    /** Before the start. */
    public static State initial(Role role) {
        return new State(
                new Phase.Idle(),
                role,
                new LockKnowledge.Unseen(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new Retry(0, 0, 0, Long.MIN_VALUE, Long.MIN_VALUE, Retry.Next.READ),
                new WatchState(WatchState.Standing.CLOSED, 0, 0, Long.MIN_VALUE),
                new Memory(0, 0, 0, Long.MIN_VALUE, 0, Instant.EPOCH, 0, 0),
                Long.MAX_VALUE);
    }
}
