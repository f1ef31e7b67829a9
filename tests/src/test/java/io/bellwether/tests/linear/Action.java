package io.bellwether.tests.linear;

import java.util.OptionalLong;

/** What a client asks of one register: an object with a version, and the fencing token of the Lease that guards it. */
sealed interface Action {

    /** Reads the object, by itself or in a list. */
    record Read() implements Action {}

    /** Creates the object, which must be absent. */
    record Create(String value, OptionalLong token) implements Action {}

    /**
     * Replaces the object, which must be there.
     *
     * @param value never written before, so that whoever reads it knows which write it was
     * @param expected only this version of it; empty: whatever it is
     * @param token only while this is the Lease's; empty: without a fence
     */
    record Update(String value, OptionalLong expected, OptionalLong token) implements Action {}

    /** Deletes the object, which must be there; expected and token as of an update. */
    record Delete(OptionalLong expected, OptionalLong token) implements Action {}

    /** Takes the Lease, or gives it up: the token grows by one. */
    record HandOver() implements Action {}

    /** Reads the Lease. */
    record ReadToken() implements Action {}
}
