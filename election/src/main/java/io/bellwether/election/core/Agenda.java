package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.Operation.Claim;
import io.bellwether.election.core.State.Retry;
import io.bellwether.election.core.State.Role;
import io.bellwether.election.core.State.WatchState.Standing;
import io.bellwether.execution.Invariant;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/** What to request next, and when. */
final class Agenda {

    /**
     * A request that is due at a moment.
     *
     * @param atNanos when
     * @param purpose of a write; empty for a read
     * @param claim on what ground an acquiring write may be sent
     */
    private record Appointment(long atNanos, Optional<Purpose> purpose, Claim claim) {

        static final Appointment NEVER = new Appointment(Long.MAX_VALUE, Optional.empty(), Claim.NONE);

        static Appointment read(long atNanos) {
            return new Appointment(atNanos, Optional.empty(), Claim.NONE);
        }

        Appointment notBefore(long nanos) {
            return new Appointment(Math.max(atNanos, nanos), purpose, claim);
        }
    }

    private Agenda() {}

    /** Sends what is due. */
    static void performDue(Turn turn) {
        if (turn.hasCome(watchAt(turn))) {
            boolean fromNow = turn.watch.standing() == Standing.OUTDATED;
            turn.watch(Standing.OPEN, turn.watch.failures(), Long.MIN_VALUE);
            turn.emit(new Effect.OpenWatch(
                    turn.lock instanceof LockKnowledge.Seen seen && !fromNow
                            ? Optional.of(seen.snapshot().revision())
                            : Optional.empty()));
        }
        Appointment next = next(turn);
        if (turn.operation.isEmpty() && turn.hasCome(next.atNanos())) {
            if (next.purpose().isPresent()) {
                Exchange.write(turn, next.purpose().get(), next.claim());
            } else {
                Exchange.read(turn);
            }
        }
    }

    /** When to be woken at the latest. */
    static long nextWake(Turn turn) {
        long request = turn.operation
                .map(Operation::overdueAtNanos)
                .orElseGet(() -> next(turn).atNanos());
        return LongStream.of(request, Reign.nextDeadline(turn), watchAt(turn))
                .min()
                .getAsLong();
    }

    private static long watchAt(Turn turn) {
        boolean wanted = switch (turn.phase) {
            case Phase.Idle idle -> false;
            case Phase.Closed closed -> false;
            case Phase.Releasing releasing -> turn.role != Role.CLOSING;
            case Phase.Following following -> true;
            case Phase.Leading leading -> true;
            case Phase.Draining draining -> true;
            case Phase.Stopping stopping -> true;
        };
        boolean closed = turn.watch.standing() == Standing.CLOSED || turn.watch.standing() == Standing.OUTDATED;
        boolean possible = closed && !(turn.lock instanceof LockKnowledge.Unseen);
        return wanted && possible ? turn.watch.notBeforeNanos() : Long.MAX_VALUE;
    }

    private static Appointment next(Turn turn) {
        Appointment wanted = switch (turn.phase) {
            case Phase.Idle idle -> Appointment.NEVER;
            case Phase.Closed closed -> Appointment.NEVER;
            case Phase.Stopping stopping -> Appointment.NEVER;
            case Phase.Following following -> following(turn, following);
            case Phase.Leading leading -> renewal(turn, leading.holding());
            case Phase.Draining draining -> renewal(turn, draining.holding());
            case Phase.Releasing releasing -> release(turn);
        };
        return wanted.atNanos() == Long.MAX_VALUE ? wanted : wanted.notBefore(turn.retry.notBeforeNanos());
    }

    private static Appointment following(Turn turn, Phase.Following following) {
        if (mustRead(turn)) {
            return Appointment.read(Long.MIN_VALUE);
        }
        Appointment look = look(turn);
        Appointment claim =
                turn.role == Role.CANDIDATE ? claim(turn).notBefore(following.notBeforeNanos()) : Appointment.NEVER;
        return claim.atNanos() <= look.atNanos() ? claim : look;
    }

    /** When to read without another reason: now and then where there is no watch, or none that would be missed. */
    private static Appointment look(Turn turn) {
        if (turn.watch.standing() != Standing.OPEN) {
            return Appointment.read(turn.retry.nextReadAtNanos());
        }
        // Nothing happens at the end of a term for life, or before the coordinator has spoken: a watch that has died
        // would
        // look the same.
        boolean forLife = turn.lock instanceof LockKnowledge.Seen seen
                && seen.snapshot().record().isForLife();
        return forLife || isCoordinated(turn)
                ? Appointment.read(
                        turn.memory.contactNanos() + turn.timing.leaseDuration().toNanos())
                : Appointment.NEVER;
    }

    private static Appointment claim(Turn turn) {
        return switch (turn.lock) {
            case LockKnowledge.Unseen unseen -> Appointment.NEVER;
            case LockKnowledge.Absent absent ->
                isCoordinated(turn) ? Appointment.NEVER : acquire(absent.claimableAtNanos(), Claim.FREE);
            case LockKnowledge.Seen seen -> {
                LockRecord record = seen.snapshot().record();
                boolean coordinated = !record.coordination().strategy().isEmpty();
                if (coordinated != isCoordinated(turn) || (coordinated && !isGiven(turn, record))) {
                    // Somebody else elects here: candidates that help themselves would break it.
                    yield Appointment.NEVER;
                } else if (record.isFree()) {
                    yield acquire(seen.claimableAtNanos(), Claim.FREE);
                } else if (turn.holdsLock()) {
                    yield acquire(Long.MIN_VALUE, Claim.OWN);
                } else {
                    yield acquire(seen.claimableAtNanos(), Claim.EXPIRED);
                }
            }
        };
    }

    private static boolean isCoordinated(Turn turn) {
        return turn.candidacy.elector() == Candidacy.Elector.COORDINATOR;
    }

    /** Whether the coordinator wants this candidate to lead. */
    private static boolean isGiven(Turn turn, LockRecord record) {
        return record.holder().equals(turn.identity.holder()) && !Observation.prefersAnother(turn, record);
    }

    private static Appointment renewal(Turn turn, Holding holding) {
        if (mustRead(turn)) {
            return Appointment.read(Long.MIN_VALUE);
        }
        Invariant.check(turn.holdsLock(), "a leader holds the record it renews: %s", turn.lock);
        boolean rewrite = turn.lock instanceof LockKnowledge.Seen seen
                && seen.snapshot().record().durationSeconds() != turn.leaseSeconds();
        if (turn.isForLife() && !rewrite) {
            return look(turn);
        }
        // A tampered record is put right soon, but an outsider who edits in a loop does not set our pace.
        Duration pause = rewrite ? turn.timing.renewEvery().dividedBy(4) : turn.timing.renewEvery();
        long atNanos = holding.acknowledged().sentAtNanos() + pause.toNanos();
        return new Appointment(atNanos, Optional.of(Purpose.RENEW), Claim.NONE);
    }

    private static Appointment release(Turn turn) {
        if (mustRead(turn)) {
            return Appointment.read(Long.MIN_VALUE);
        }
        return turn.holdsLock()
                ? new Appointment(Long.MIN_VALUE, Optional.of(Purpose.RELEASE), Claim.NONE)
                : Appointment.NEVER;
    }

    private static Appointment acquire(long atNanos, Claim claim) {
        return new Appointment(atNanos, Optional.of(Purpose.ACQUIRE), claim);
    }

    private static boolean mustRead(Turn turn) {
        return turn.retry.next() == Retry.Next.READ;
    }
}
