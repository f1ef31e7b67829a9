package io.bellwether.cli.elect.core;

import io.bellwether.cli.elect.core.RunState.Cause;
import java.time.Duration;

/**
 * When a command is asked to stop and when it is killed.
 *
 * <p>The rules, in the order in which they count: nothing of it may live when somebody else can lead (KILL a margin
 * before that moment, whatever else is going on); a lost leadership, a request to stop, and the end of the command
 * itself while children of it live each ask the group to stop and give it some time; a second request to stop kills at
 * once. The run is over only when the command has ended and its group is empty, so that nobody releases the Lease
 * before.
 *
 * <p>Source: G-P1; the scenarios 54 to 57 of the election specification.
 *
 * @param stopGrace how long the group has after a request to stop, or after the command itself has ended
 * @param lossGrace how long it has after the leadership was lost; the kill margin counts in any case
 */
public record RunRules(Duration stopGrace, Duration lossGrace) {

    /** A killed process is gone within milliseconds, also on a loaded machine; KILL is repeated in this interval. */
    public static final Duration KILL_AGAIN = Duration.ofMillis(50);

    /** KILL comes at most this long before somebody else can lead: ample for a busy machine to perform it. */
    private static final Duration LONGEST_KILL_MARGIN = Duration.ofMillis(500);

    /**
     * While a group is being stopped nobody reports that it became empty, and a successor waits for it: it is looked at
     * when a quarter of the time since the signal has passed again, within these bounds. What ends at once is seen at
     * once, and what takes a second costs next to nothing.
     */
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(1);

    private static final Duration LONGEST_LOOK = Duration.ofMillis(20);

    /** Refuses negative durations. */
    public RunRules {
        if (stopGrace.isNegative() || lossGrace.isNegative()) {
            throw new IllegalArgumentException("a grace is not negative: " + stopGrace + ", " + lossGrace);
        }
    }

    /** Decides what follows from what is known now. */
    public RunStep step(RunState state, RunView view) {
        return switch (state) {
            case RunState.Running running -> running(view);
            case RunState.Stopping stopping -> stopping(stopping, view);
            case RunState.Killing killing -> killing(killing, view);
            case RunState.Over over -> new RunStep(over, GroupSignal.NONE, Long.MAX_VALUE);
        };
    }

    /**
     * How long before the end of the hold KILL comes: half of the grace at a loss, 500 ms at most. The other half is
     * the command's.
     */
    public Duration killMargin() {
        Duration half = lossGrace.dividedBy(2);
        return half.compareTo(LONGEST_KILL_MARGIN) < 0 ? half : LONGEST_KILL_MARGIN;
    }

    private RunStep running(RunView view) {
        if (view.isOver()) {
            return over(Cause.EXITED, view);
        }
        if (view.nowNanos() >= hardDeadline(view)) {
            return kill(Cause.LOST, view.nowNanos(), view);
        }
        if (view.standing() == RunView.Standing.LOST) {
            return stop(Cause.LOST, GroupSignal.TERM, lossGrace, view);
        }
        if (view.stopRequests() > 0) {
            return stop(Cause.STOPPED, GroupSignal.FORWARD, stopGrace, view);
        }
        if (view.exitCode().isPresent()) {
            return stop(Cause.EXITED, GroupSignal.TERM, stopGrace, view);
        }
        return new RunStep(new RunState.Running(), GroupSignal.NONE, hardDeadline(view));
    }

    private RunStep stopping(RunState.Stopping state, RunView view) {
        if (view.isOver()) {
            return over(state.cause(), view);
        }
        boolean isUrged = view.stopRequests() > 1;
        long killAt = Math.min(state.killAtNanos(), hardDeadline(view));
        return isUrged || view.nowNanos() >= killAt
                ? kill(state.cause(), view.nowNanos(), view)
                : new RunStep(state, GroupSignal.NONE, Math.min(killAt, lookAgain(state.sinceNanos(), view)));
    }

    private static RunStep killing(RunState.Killing state, RunView view) {
        if (view.isOver()) {
            return over(state.cause(), view);
        }
        long lookAgain = Math.min(state.againAtNanos(), lookAgain(state.sinceNanos(), view));
        return view.nowNanos() >= state.againAtNanos()
                ? kill(state.cause(), state.sinceNanos(), view)
                : new RunStep(state, GroupSignal.NONE, lookAgain);
    }

    private static RunStep stop(Cause cause, GroupSignal signal, Duration grace, RunView view) {
        long now = view.nowNanos();
        return new RunStep(new RunState.Stopping(cause, now, now + grace.toNanos()), signal, lookAgain(now, view));
    }

    private static RunStep kill(Cause cause, long sinceNanos, RunView view) {
        long againAt = view.nowNanos() + KILL_AGAIN.toNanos();
        return new RunStep(
                new RunState.Killing(cause, sinceNanos, againAt), GroupSignal.KILL, lookAgain(sinceNanos, view));
    }

    private static RunStep over(Cause cause, RunView view) {
        return new RunStep(new RunState.Over(cause, view.exitCode().orElseThrow()), GroupSignal.NONE, Long.MAX_VALUE);
    }

    private long hardDeadline(RunView view) {
        return view.heldUntilNanos() - killMargin().toNanos();
    }

    private static long lookAgain(long sinceNanos, RunView view) {
        long quarter = (view.nowNanos() - sinceNanos) / 4;
        return view.nowNanos() + Math.clamp(quarter, SHORTEST_LOOK.toNanos(), LONGEST_LOOK.toNanos());
    }
}
