package io.bellwether.election.core;

import io.bellwether.election.core.State.Role;
import io.bellwether.election.core.State.WatchState;
import io.bellwether.election.core.State.WatchState.Standing;
import java.time.Duration;

/**
 * The rules of an election, as one pure function.
 *
 * <p>In every step, time passes first: deadlines that have come take effect before the input is looked at, so that an
 * answer that arrives after the validity has ended cannot revive a term. Then the input, then whatever request is due.
 * At most one request is in flight; each write carries a nonce, replaces the exact version that was last seen, and is
 * recognized by its nonce wherever it turns up: in its own answer, in a read after an unknown outcome, or in the watch.
 *
 * <p>Source: guarantees G-E1 to G-E8.
 */
public final class ElectionMachine {

    /** A wake-up that is late by more than this share of the validity means that the process was paused. */
    private static final int PAUSE_SHARE = 10;

    private final Candidacy candidacy;

    /** The rules for one candidate. */
    public ElectionMachine(Candidacy candidacy) {
        this.candidacy = candidacy;
    }

    /** Decides what follows from an input. */
    public Decision step(State state, Input input, Now now) {
        Turn turn = new Turn(candidacy, state, now);
        noticePause(turn, state);
        Reign.passTime(turn);
        Exchange.passTime(turn);
        apply(turn, input);
        Reign.settle(turn);
        Agenda.performDue(turn);
        return turn.decide(Agenda.nextWake(turn));
    }

    private void apply(Turn turn, Input input) {
        if (turn.phase instanceof Phase.Closed) {
            return;
        }
        switch (input) {
            case Input.Start start -> start(turn);
            case Input.Tick tick -> {}
            case Input.ReadReply reply -> Exchange.readReply(turn, reply);
            case Input.WriteReply reply -> Exchange.writeReply(turn, reply);
            case Input.WatchChanged changed -> watchChanged(turn, changed);
            case Input.WatchDeleted deleted -> watchDeleted(turn, deleted);
            case Input.WatchLost lost -> Exchange.watchLost(turn, lost.loss());
            case Input.WorkEnded ended -> Reign.workEnded(turn, ended);
            case Input.WorkStopped stopped -> Reign.workStopped(turn, stopped.term());
            case Input.Lapsed lapsed -> Reign.lapsed(turn, lapsed.term());
            case Input.Resign resign -> Reign.revokeKeepingLock(turn, EndReason.RESIGNED, resign.successor());
            case Input.Pause pause -> pause(turn);
            case Input.Resume resume -> resume(turn);
            case Input.Close close -> close(turn);
        }
    }

    private static void start(Turn turn) {
        if (turn.phase instanceof Phase.Idle) {
            turn.phase = Phase.Following.AT_ONCE;
        }
    }

    private static void pause(Turn turn) {
        if (turn.role == Role.CANDIDATE) {
            turn.role = Role.PAUSED;
            Reign.revokeKeepingLock(turn, EndReason.PAUSED);
        }
    }

    private static void resume(Turn turn) {
        if (turn.role == Role.PAUSED) {
            turn.role = Role.CANDIDATE;
        }
    }

    private static void watchChanged(Turn turn, Input.WatchChanged changed) {
        if (turn.watch.standing() == Standing.OPEN) {
            turn.watch = new WatchState(Standing.OPEN, 0, 0, Long.MIN_VALUE);
            turn.memory = turn.memory.withContact(turn.now.nanos());
            Observation.delivered(turn, changed.snapshot());
        }
    }

    private static void watchDeleted(Turn turn, Input.WatchDeleted deleted) {
        boolean stale = turn.lock instanceof LockKnowledge.Seen seen
                && deleted.revision().isPresent()
                && deleted.revision().get().isBefore(seen.snapshot().revision());
        if (turn.watch.standing() == Standing.OPEN && !stale) {
            Observation.missing(turn, deleted.revision());
        }
    }

    private static void close(Turn turn) {
        turn.role = Role.CLOSING;
        switch (turn.phase) {
            case Phase.Idle idle -> Reign.finish(turn);
            case Phase.Following following -> Reign.release(turn, EndReason.CLOSED, "");
            case Phase.Leading leading -> Reign.revokeKeepingLock(turn, EndReason.CLOSED);
            case Phase.Draining draining -> {}
            case Phase.Stopping stopping -> {}
            case Phase.Releasing releasing -> {}
            case Phase.Closed closed -> {}
        }
    }

    private void noticePause(Turn turn, State state) {
        long lateNanos = state.wakeAtNanos() == Long.MAX_VALUE ? 0 : turn.now.nanos() - state.wakeAtNanos();
        if (lateNanos > candidacy.timing().validity().toNanos() / PAUSE_SHARE) {
            turn.notice(new Notice.PauseDetected(Duration.ofNanos(lateNanos)));
        }
    }
}
