package io.bellwether.election.core;

import java.util.Optional;

/** How a compare-and-set of a lock ended. */
public sealed interface WriteResult {

    /** The write is in force; the snapshot is what it made. */
    record Applied(LockSnapshot snapshot) implements WriteResult {}

    /**
     * The base was not the current version; nothing was written.
     *
     * @param current what is there, where the store said so
     */
    record Conflict(Optional<ReadResult> current) implements WriteResult {}

    /** The write may or may not be, or come, into force. */
    record Unknown(Failure failure) implements WriteResult {}

    /** The store refused; nothing was written. */
    record Rejected(Failure failure) implements WriteResult {}
}
