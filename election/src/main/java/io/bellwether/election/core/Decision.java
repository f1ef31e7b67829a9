package io.bellwether.election.core;

import java.util.List;

/**
 * What one step decided.
 *
 * @param state the next state
 * @param effects what to do, in order
 * @param wakeAtNanos when to step again with {@link Input.Tick} at the latest; {@link Long#MAX_VALUE} for never
 */
public record Decision(State state, List<Effect> effects, long wakeAtNanos) {

    /** The list is copied. */
    public Decision {
        effects = List.copyOf(effects);
    }
}
