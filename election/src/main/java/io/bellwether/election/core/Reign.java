package io.bellwether.election.core;

import io.bellwether.election.core.Phase.Footing;
import io.bellwether.election.core.State.Retry;
import io.bellwether.election.core.State.Role;
import io.bellwether.election.core.State.WatchState.Standing;
import io.bellwether.execution.Backoff;
import java.time.Duration;

/** The rules of a term: how it begins, what keeps it, what ends it, and what happens until the work has stopped. */
final class Reign {

    private static final Duration LONGEST_WORK_BACKOFF = Duration.ofSeconds(30);

    /** Beyond every process, and still far from the end of what nanoseconds can count. */
    private static final Duration LIFE = Duration.ofSeconds(LockRecord.LIFE_SECONDS);

    private Reign() {}

    /** An acquiring write of this candidate is in force. */
    static void begin(Turn turn, OwnWrite write, LockSnapshot snapshot) {
        FencingToken token = snapshot.token();
        if (turn.role == Role.CLOSING) {
            release(turn, EndReason.CLOSED, "");
        } else if (turn.role == Role.PAUSED) {
            release(turn, EndReason.PAUSED, "");
        } else if (token.value() <= turn.memory.greatestToken()) {
            turn.notice(new Notice.StoreRolledBack());
            release(turn, EndReason.STORE_ROLLBACK, "");
        } else if (!turn.hasCome(
                write.sentAtNanos() + turn.timing.jeopardyAfter().toNanos())) {
            Term term = new Term(turn.memory.terms() + 1, token);
            turn.memory = turn.memory.with(term);
            Holding holding = new Holding(term, write, validUntil(turn, write));
            turn.phase = new Phase.Leading(holding, Footing.SAFE);
            turn.emit(new Effect.TermStarted(term, holding.validUntilNanos()));
        }
        // Else the answer was so late that the term would begin in jeopardy: the record is ours, a fresh write follows.
    }

    /** A renewing write of this candidate is in force. */
    static void acknowledge(Turn turn, OwnWrite write) {
        switch (turn.phase) {
            case Phase.Leading leading
            when write.number() > leading.holding().acknowledged().number() -> {
                Holding holding = extended(turn, leading.holding(), write);
                turn.phase = new Phase.Leading(holding, Footing.SAFE);
                turn.emit(new Effect.TermExtended(holding.term(), holding.validUntilNanos()));
                if (leading.footing() == Footing.JEOPARDY) {
                    turn.emit(new Effect.TermSafe(holding.term()));
                }
            }
            case Phase.Draining draining
            when write.number() > draining.holding().acknowledged().number() ->
                turn.phase = new Phase.Draining(
                        extended(turn, draining.holding(), write),
                        draining.reason(),
                        draining.untilNanos(),
                        draining.successor());
            case Phase.Idle idle -> {}
            case Phase.Following following -> {}
            case Phase.Leading leading -> {}
            case Phase.Draining draining -> {}
            case Phase.Stopping stopping -> {}
            case Phase.Releasing releasing -> {}
            case Phase.Closed closed -> {}
        }
    }

    /** The lock is no longer this candidate's: the term is over and the lock is not touched. */
    static void lose(Turn turn, EndReason reason) {
        if (turn.phase instanceof Phase.Leading leading) {
            revoke(turn, leading, reason);
            turn.phase = new Phase.Stopping(leading.holding().term(), reason);
        } else if (turn.phase instanceof Phase.Draining draining) {
            turn.phase = new Phase.Stopping(draining.holding().term(), draining.reason());
        }
    }

    /** The term is over, but the lock is kept until the work has stopped. */
    static void revokeKeepingLock(Turn turn, EndReason reason) {
        revokeKeepingLock(turn, reason, "");
    }

    /** The same; the lock is then released for the successor, or, when that is empty, for anybody. */
    static void revokeKeepingLock(Turn turn, EndReason reason, String successor) {
        if (turn.phase instanceof Phase.Leading leading) {
            revoke(turn, leading, reason);
            turn.phase = new Phase.Draining(leading.holding(), reason, turn.after(turn.timing.drainLimit()), successor);
        }
    }

    private static void revoke(Turn turn, Phase.Leading leading, EndReason reason) {
        turn.emit(new Effect.TermRevoked(leading.holding().term(), reason));
        if (reason.isLoss() && turn.candidacy.afterLoss() == Candidacy.AfterLoss.CLOSE) {
            turn.role = Role.CLOSING;
        }
    }

    static void lapsed(Turn turn, long term) {
        if (turn.phase instanceof Phase.Leading leading
                && leading.holding().term().number() == term) {
            revokeKeepingLock(turn, EndReason.VALIDITY_EXPIRED);
        }
    }

    static void workEnded(Turn turn, Input.WorkEnded ended) {
        if (turn.phase instanceof Phase.Leading leading
                && leading.holding().term().number() == ended.term()) {
            EndReason reason = switch (ended.outcome()) {
                case COMPLETED -> EndReason.WORK_COMPLETED;
                case FAILED -> EndReason.WORK_FAILED;
            };
            revokeKeepingLock(turn, reason);
        }
    }

    static void workStopped(Turn turn, long term) {
        if (turn.phase instanceof Phase.Draining draining
                && draining.holding().term().number() == term) {
            release(turn, draining.reason(), draining.successor());
        } else if (turn.phase instanceof Phase.Stopping stopping
                && stopping.term().number() == term) {
            if (turn.role == Role.CLOSING) {
                release(turn, stopping.reason(), "");
            } else {
                follow(turn, stopping.reason());
            }
        }
    }

    /** Frees the record while it is ours; {@link #settle} ends the phase. */
    static void release(Turn turn, EndReason reason, String successor) {
        // Two attempts and their answers; then the successor waits for the lease to expire instead.
        turn.phase = new Phase.Releasing(
                reason, turn.after(turn.timing.attemptTimeout().multipliedBy(2)), successor);
    }

    /** Ends what has nothing left to do. */
    static void settle(Turn turn) {
        if (turn.phase instanceof Phase.Releasing releasing) {
            boolean writing = turn.operation.flatMap(Operation::write).isPresent();
            boolean unsure = turn.retry.next() == Retry.Next.READ && !turn.unresolved.isEmpty();
            if (!writing && !unsure && !turn.holdsLock()) {
                leave(turn, releasing.reason());
            }
        } else if (turn.phase instanceof Phase.Stopping stopping
                && turn.role == Role.CLOSING
                && stopping.reason() == EndReason.CLOSED) {
            // The work overran while closing: the lock expires, and there is nothing to wait for.
            finish(turn);
        }
    }

    /** Lets deadlines that have come take effect. */
    static void passTime(Turn turn) {
        if (turn.phase instanceof Phase.Leading leading) {
            passTime(turn, leading);
        } else if (turn.phase instanceof Phase.Draining draining && turn.hasCome(draining.untilNanos())) {
            turn.notice(new Notice.WorkOverran(draining.holding().term()));
            turn.phase = new Phase.Stopping(draining.holding().term(), draining.reason());
        } else if (turn.phase instanceof Phase.Releasing releasing
                && turn.hasCome(releasing.giveUpAtNanos())
                && turn.operation.isEmpty()) {
            turn.notice(new Notice.NotReleased(releasing.reason()));
            leave(turn, releasing.reason());
        }
    }

    private static void passTime(Turn turn, Phase.Leading leading) {
        Holding holding = leading.holding();
        if (turn.hasCome(holding.validUntilNanos())) {
            lose(turn, EndReason.VALIDITY_EXPIRED);
        } else if (turn.hasCome(stopAt(turn, holding))) {
            revokeKeepingLock(turn, EndReason.VALIDITY_EXPIRED);
        } else if (leading.footing() == Footing.SAFE && turn.hasCome(jeopardyAt(turn, holding))) {
            turn.phase = new Phase.Leading(holding, Footing.JEOPARDY);
            turn.emit(new Effect.TermInJeopardy(holding.term()));
        }
    }

    /** The next moment at which {@link #passTime} has something to do. */
    static long nextDeadline(Turn turn) {
        return switch (turn.phase) {
            case Phase.Leading leading
            when leading.footing() == Footing.SAFE ->
                Math.min(jeopardyAt(turn, leading.holding()), stopAt(turn, leading.holding()));
            case Phase.Leading leading -> stopAt(turn, leading.holding());
            case Phase.Draining draining -> draining.untilNanos();
            case Phase.Releasing releasing -> turn.operation.isEmpty() ? releasing.giveUpAtNanos() : Long.MAX_VALUE;
            case Phase.Idle idle -> Long.MAX_VALUE;
            case Phase.Following following -> Long.MAX_VALUE;
            case Phase.Stopping stopping -> Long.MAX_VALUE;
            case Phase.Closed closed -> Long.MAX_VALUE;
        };
    }

    /** Nothing more will happen. */
    static void finish(Turn turn) {
        if (turn.watch.standing() == Standing.OPEN) {
            turn.emit(new Effect.CloseWatch());
            turn.watch(Standing.CLOSED, 0, Long.MAX_VALUE);
        }
        turn.operation = java.util.Optional.empty();
        turn.phase = new Phase.Closed();
        turn.emit(new Effect.Finished());
    }

    private static void leave(Turn turn, EndReason reason) {
        if (turn.role == Role.CLOSING) {
            finish(turn);
        } else {
            follow(turn, reason);
        }
    }

    private static void follow(Turn turn, EndReason reason) {
        int workFailures = reason == EndReason.WORK_FAILED ? turn.memory.workFailures() + 1 : 0;
        turn.memory = turn.memory.withWorkFailures(workFailures);
        turn.phase = following(turn, reason, workFailures);
    }

    private static Phase.Following following(Turn turn, EndReason reason, int workFailures) {
        Duration share = turn.timing.leaseDuration().dividedBy(5);
        return switch (reason) {
            case RESIGNED, PREEMPTED -> new Phase.Following(turn.after(share), Phase.Pause.YIELDS);
            case WORK_COMPLETED, STORE_ROLLBACK -> new Phase.Following(turn.after(share), Phase.Pause.RESTS);
            case WORK_FAILED -> {
                Duration longest = LONGEST_WORK_BACKOFF.compareTo(share) > 0 ? LONGEST_WORK_BACKOFF : share;
                Duration pause = new Backoff(share, longest, 2, 0.2).delay(workFailures, turn.now.chance());
                yield new Phase.Following(turn.after(pause), Phase.Pause.RESTS);
            }
            case CLOSED, PAUSED, VALIDITY_EXPIRED, FOREIGN_HOLDER, LOCK_DELETED, TAMPERED, DUPLICATE_IDENTITY ->
                Phase.Following.AT_ONCE;
        };
    }

    /** Somebody else has written the lock: who yielded has done so. */
    static void yielded(Turn turn) {
        if (turn.phase instanceof Phase.Following following && following.pause() == Phase.Pause.YIELDS) {
            turn.phase = Phase.Following.AT_ONCE;
        }
    }

    private static Holding extended(Turn turn, Holding holding, OwnWrite write) {
        long until = Math.max(holding.validUntilNanos(), validUntil(turn, write));
        return new Holding(holding.term(), write, until);
    }

    private static long validUntil(Turn turn, OwnWrite write) {
        Duration validity = turn.isForLife() ? LIFE : turn.timing.validity();
        return write.sentAtNanos() + validity.toNanos();
    }

    private static long stopAt(Turn turn, Holding holding) {
        return holding.validUntilNanos() - turn.timing.stopGrace().toNanos();
    }

    private static long jeopardyAt(Turn turn, Holding holding) {
        return turn.isForLife()
                ? Long.MAX_VALUE
                : holding.acknowledged().sentAtNanos()
                        + turn.timing.jeopardyAfter().toNanos();
    }
}
