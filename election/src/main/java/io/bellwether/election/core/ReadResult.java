package io.bellwether.election.core;

/** How a linearizable read of a lock ended. */
public sealed interface ReadResult {

    /** The lock exists. */
    record Found(LockSnapshot snapshot) implements ReadResult {}

    /** The lock does not exist. */
    record Missing() implements ReadResult {}

    /** Nothing was learned. */
    record Failed(Failure failure) implements ReadResult {}
}
