package io.bellwether.election.core;

import java.time.Duration;

/** Something unusual that an election saw or did. */
public sealed interface Notice {

    /** Watching is not possible: the lock is read now and then. Said once. */
    record Polling() implements Notice {}

    /** The process did not run for a while: it was woken late. */
    record PauseDetected(Duration late) implements Notice {}

    /** An outsider changed the record of the running term; it is written anew. */
    record Tampered() implements Notice {}

    /** Another process writes under this candidate's holder name. */
    record DuplicateIdentity() implements Notice {}

    /** The store went back: to an older version, or to a token that is not greater. */
    record StoreRolledBack() implements Notice {}

    /** The work did not stop in time: the lock is left to expire. */
    record WorkOverran(Term term) implements Notice {}

    /** Requests fail; said for the first of a row. */
    record RequestsFail(Failure failure) implements Notice {}

    /** Requests succeed again. */
    record RequestsSucceed(int failures) implements Notice {}

    /** The lock could not be released: it is left to expire. */
    record NotReleased(EndReason reason) implements Notice {}
}
