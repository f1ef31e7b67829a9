package io.bellwether.election;

import io.bellwether.election.core.Decision;
import io.bellwether.election.core.Effect;
import io.bellwether.election.core.Holding;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.Now;
import io.bellwether.election.core.Phase;
import io.bellwether.election.core.State;
import io.bellwether.election.core.State.WatchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the state of a candidate's rules, so that a copy of the process can go on from it: on another machine, with
 * a driver whose time counts from the moment of the copy, and without the connections of the original.
 */
final class SimMemory implements Rules {

    private final Rules rules;
    private final Optional<State> inherited;
    private final long shiftNanos;
    private Optional<State> last = Optional.empty();

    private SimMemory(Rules rules, Optional<State> inherited, long shiftNanos) {
        this.rules = rules;
        this.inherited = inherited;
        this.shiftNanos = shiftNanos;
    }

    static SimMemory of(Rules rules) {
        return new SimMemory(rules, Optional.empty(), 0);
    }

    /** @param sinceNanos how long the original's driver has run */
    SimMemory copy(long sinceNanos) {
        return new SimMemory(rules, last, shiftNanos + sinceNanos);
    }

    /** Whether it contends or leads; what is in between, a copy could not take up. */
    boolean canBeCopied() {
        return last.filter(state -> state.phase() instanceof Phase.Following || state.phase() instanceof Phase.Leading)
                .isPresent();
    }

    @Override
    public Decision step(State state, Input input, Now now) {
        boolean begins = last.isEmpty() && inherited.isPresent();
        State before = begins ? woken(inherited.get()) : shifted(state, shiftNanos);
        Decision decision = rules.step(before, input, new Now(now.nanos() + shiftNanos, now.wallTime(), now.chance()));
        last = Optional.of(decision.state());
        List<Effect> effects = new ArrayList<>();
        if (begins && before.phase() instanceof Phase.Leading leading) {
            Holding holding = leading.holding();
            effects.add(new Effect.TermStarted(holding.term(), holding.validUntilNanos() - shiftNanos));
        }
        decision.effects().forEach(effect -> effects.add(shifted(effect)));
        return new Decision(shifted(decision.state(), -shiftNanos), effects, shifted(decision.wakeAtNanos()));
    }

    /** The state itself stays on the original's scale; only its alarm is the driver's business. */
    private static State shifted(State state, long nanos) {
        return nanos == 0 || state.wakeAtNanos() == Long.MAX_VALUE ? state : with(state, state.wakeAtNanos() + nanos);
    }

    private static State woken(State state) {
        State quiet = with(state, Long.MAX_VALUE);
        return new State(
                quiet.phase(),
                quiet.role(),
                quiet.lock(),
                quiet.operation(),
                quiet.unresolved(),
                quiet.lastOwn(),
                quiet.retry(),
                new WatchState(WatchState.Standing.CLOSED, 0, 0, Long.MIN_VALUE),
                quiet.memory(),
                quiet.wakeAtNanos());
    }

    private static State with(State state, long wakeAtNanos) {
        return new State(
                state.phase(),
                state.role(),
                state.lock(),
                state.operation(),
                state.unresolved(),
                state.lastOwn(),
                state.retry(),
                state.watch(),
                state.memory(),
                wakeAtNanos);
    }

    private Effect shifted(Effect effect) {
        return switch (effect) {
            case Effect.TermStarted started ->
                new Effect.TermStarted(started.term(), started.validUntilNanos() - shiftNanos);
            case Effect.TermExtended extended ->
                new Effect.TermExtended(extended.term(), extended.validUntilNanos() - shiftNanos);
            default -> effect;
        };
    }

    private long shifted(long wakeAtNanos) {
        return wakeAtNanos == Long.MAX_VALUE || wakeAtNanos == Long.MIN_VALUE ? wakeAtNanos : wakeAtNanos - shiftNanos;
    }
}
