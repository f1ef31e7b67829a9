package io.bellwether.election;

import io.bellwether.election.core.Decision;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.Now;
import io.bellwether.election.core.State;

/** What decides: the state machine of {@code core}. */
@FunctionalInterface
interface Rules {

    Decision step(State state, Input input, Now now);
}
