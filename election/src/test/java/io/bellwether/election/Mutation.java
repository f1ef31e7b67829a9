package io.bellwether.election;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.Identity;

/** Wraps the rules of a candidate; {@link #NONE} leaves them as they are. */
interface Mutation {

    Mutation NONE = (identity, timing, rules) -> rules;

    Rules apply(Identity identity, ElectionTiming timing, Rules rules);
}
