package io.bellwether.tests.linear;

import java.util.Optional;
import java.util.OptionalLong;

/** A client of registers, wherever they are: sends, and notes what it called and what came back. */
interface Caller {

    /** The version of the object in the last answer to this client; empty when there was none. */
    OptionalLong lastSeen(String object);

    /** A value that nobody else writes. */
    String freshValue();

    /** Does one thing to one object; what came back, or empty when nothing was learned and nothing was done. */
    Optional<Outcome> call(String object, Action action) throws InterruptedException;
}
