package io.bellwether.cli.elect.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.elect.core.RunState.Cause;
import io.bellwether.cli.elect.core.RunView.Group;
import io.bellwether.cli.elect.core.RunView.Standing;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When the command of {@code elect} is stopped and killed (G-P1). */
final class RunRulesTest {

    private static final long MILLI = 1_000_000;
    private static final RunRules RULES = new RunRules(Duration.ofMillis(1000), Duration.ofMillis(300));
    private static final RunView CALM =
            new RunView(0, 5000 * MILLI, Standing.LEADING, 0, OptionalInt.empty(), Group.ALIVE);

    @Test
    void running_undisturbed_looksAgainBeforeTheEndOfTheHold() {
        assertThat(RULES.step(RunState.begin(), CALM))
                .isEqualTo(new RunStep(new RunState.Running(), GroupSignal.NONE, 4850 * MILLI));
    }

    @Test
    void running_ended_isOverOnlyWhenTheGroupIsEmpty() {
        RunStep withChildren = RULES.step(RunState.begin(), exited(at(0), 3, Group.ALIVE));
        assertThat(withChildren.signal()).isEqualTo(GroupSignal.TERM);
        assertThat(withChildren.next()).isEqualTo(new RunState.Stopping(Cause.EXITED, 0, 1000 * MILLI));
        assertThat(RULES.step(withChildren.next(), exited(at(20), 3, Group.EMPTY))
                        .next())
                .isEqualTo(new RunState.Over(Cause.EXITED, 3));
        assertThat(RULES.step(RunState.begin(), exited(at(0), 3, Group.EMPTY)).next())
                .isEqualTo(new RunState.Over(Cause.EXITED, 3));
    }

    @Test
    void stopRequest_first_isForwardedAndGivenTime() {
        RunStep step = RULES.step(RunState.begin(), stops(at(100), 1));
        assertThat(step.signal()).isEqualTo(GroupSignal.FORWARD);
        assertThat(RULES.step(step.next(), stops(at(1099), 1)).signal()).isEqualTo(GroupSignal.NONE);
        assertThat(RULES.step(step.next(), stops(at(1100), 1)).signal()).isEqualTo(GroupSignal.KILL);
    }

    @Test
    void stopRequest_second_killsAtOnce() {
        RunState stopping = RULES.step(RunState.begin(), stops(at(100), 1)).next();
        assertThat(RULES.step(stopping, stops(at(101), 2)).signal()).isEqualTo(GroupSignal.KILL);
    }

    @Test
    void loss_givesTheLossGraceThenKills() {
        RunStep step = RULES.step(RunState.begin(), lost(at(100)));
        assertThat(step.signal()).isEqualTo(GroupSignal.TERM);
        assertThat(RULES.step(step.next(), lost(at(399))).signal()).isEqualTo(GroupSignal.NONE);
        assertThat(RULES.step(step.next(), lost(at(400))).signal()).isEqualTo(GroupSignal.KILL);
    }

    @Test
    void hold_ending_killsWhateverElseIsGoingOn() {
        RunState stopping = RULES.step(RunState.begin(), stops(at(4500), 1)).next();
        assertThat(RULES.step(stopping, stops(at(4849), 1)).signal()).isEqualTo(GroupSignal.NONE);
        assertThat(RULES.step(stopping, stops(at(4850), 1)).signal()).isEqualTo(GroupSignal.KILL);
        assertThat(RULES.step(RunState.begin(), at(4850)).signal()).isEqualTo(GroupSignal.KILL);
    }

    @Test
    void hold_renewedWhileStopping_leavesTheWholeGrace() {
        RunState stopping = RULES.step(RunState.begin(), stops(at(4500), 1)).next();
        RunView renewed =
                new RunView(4850 * MILLI, 9000 * MILLI, Standing.LEADING, 1, OptionalInt.empty(), Group.ALIVE);
        assertThat(RULES.step(stopping, renewed).signal()).isEqualTo(GroupSignal.NONE);
    }

    @Test
    void stopping_looksOftenAtFirst_thenLessAndLess() {
        RunState stopping = RULES.step(RunState.begin(), stops(at(100), 1)).next();
        assertThat(RULES.step(stopping, stops(at(101), 1)).wakeAtNanos()).isEqualTo(102 * MILLI);
        assertThat(RULES.step(stopping, stops(at(140), 1)).wakeAtNanos()).isEqualTo(150 * MILLI);
        assertThat(RULES.step(stopping, stops(at(1000), 1)).wakeAtNanos()).isEqualTo(1020 * MILLI);
        assertThat(RULES.step(stopping, stops(at(1090), 1)).wakeAtNanos()).isEqualTo(1100 * MILLI);
    }

    @Test
    void killing_untilTheGroupIsEmpty_isRepeated() {
        RunState killing = RULES.step(RunState.begin(), at(4950)).next();
        assertThat(RULES.step(killing, exited(at(4960), 137, Group.ALIVE)).signal())
                .isEqualTo(GroupSignal.NONE);
        assertThat(RULES.step(killing, exited(at(5000), 137, Group.ALIVE)).signal())
                .isEqualTo(GroupSignal.KILL);
        assertThat(RULES.step(killing, exited(at(5001), 137, Group.EMPTY)).next())
                .isEqualTo(new RunState.Over(Cause.LOST, 137));
    }

    /**
     * Whatever happens: nothing is signalled after the end, KILL comes no later than the margin before the hold ends,
     * and the run is never over while a process lives.
     */
    @Test
    void anyHistory_keepsTheRules() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RunState state = RunState.begin();
            long now = 0;
            boolean killed = false;
            long holdUntil = random.nextLong(500, 5000) * MILLI;
            int stops = 0;
            boolean isLost = false;
            boolean hasExited = false;
            for (int turn = 0; turn < 60; turn++) {
                RunView view = new RunView(
                        now,
                        holdUntil,
                        isLost ? Standing.LOST : Standing.LEADING,
                        stops,
                        hasExited ? OptionalInt.of(0) : OptionalInt.empty(),
                        hasExited && random.nextInt(4) == 0 ? Group.EMPTY : Group.ALIVE);
                RunStep step = RULES.step(state, view);
                killed |= step.signal() == GroupSignal.KILL;
                boolean isOver = step.next() instanceof RunState.Over;
                assertThat(isOver
                                && (view.group() == Group.ALIVE
                                        || view.exitCode().isEmpty()))
                        .as("seed %s", seed)
                        .isFalse();
                assertThat(isOver
                                || killed
                                || now < holdUntil - RULES.killMargin().toNanos())
                        .as("seed %s", seed)
                        .isTrue();
                if (isOver) {
                    break;
                }
                assertThat(step.wakeAtNanos()).as("seed %s", seed).isGreaterThan(now);
                state = step.next();
                now = random.nextBoolean()
                        ? step.wakeAtNanos()
                        : Math.min(step.wakeAtNanos(), now + random.nextLong(1, 30) * MILLI);
                stops += random.nextInt(20) == 0 ? 1 : 0;
                isLost |= random.nextInt(30) == 0;
                hasExited |= random.nextInt(10) == 0;
            }
        }
    }

    private static RunView at(long millis) {
        return new RunView(
                millis * MILLI, CALM.heldUntilNanos(), Standing.LEADING, 0, OptionalInt.empty(), Group.ALIVE);
    }

    private static RunView stops(RunView view, int count) {
        return new RunView(
                view.nowNanos(), view.heldUntilNanos(), view.standing(), count, view.exitCode(), view.group());
    }

    private static RunView lost(RunView view) {
        return new RunView(view.nowNanos(), view.heldUntilNanos(), Standing.LOST, 0, view.exitCode(), view.group());
    }

    private static RunView exited(RunView view, int code, Group group) {
        return new RunView(view.nowNanos(), view.heldUntilNanos(), view.standing(), 0, OptionalInt.of(code), group);
    }
}
