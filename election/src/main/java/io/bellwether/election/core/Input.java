package io.bellwether.election.core;

import java.util.Optional;

/** What can happen to an election. */
public sealed interface Input {

    /** Begin. */
    record Start() implements Input {}

    /** The moment to be woken has come. */
    record Tick() implements Input {}

    /** A read ended. */
    record ReadReply(long id, ReadResult result) implements Input {}

    /** A write ended. */
    record WriteReply(long id, WriteResult result) implements Input {}

    /** The watch delivered a version. */
    record WatchChanged(LockSnapshot snapshot) implements Input {}

    /** The watch delivered the deletion; the revision is that of the deletion, where known. */
    record WatchDeleted(Optional<LockRevision> revision) implements Input {}

    /** The watch ended. */
    record WatchLost(WatchLoss loss) implements Input {}

    /** The work of a term has ended by itself; it is revoked, and {@link WorkStopped} follows. */
    record WorkEnded(long term, WorkOutcome outcome) implements Input {}

    /** The work of a term has stopped, listeners included; exactly once for each started term. */
    record WorkStopped(long term) implements Input {}

    /** Readers saw the term invalid before an extension could be published: it must not come back. */
    record Lapsed(long term) implements Input {}

    /**
     * Step down if leading, and let somebody else go first.
     *
     * @param successor who is to lead next; empty for anybody
     */
    record Resign(String successor) implements Input {}

    /** Step down if leading, and do not contend until told to. */
    record Pause() implements Input {}

    /** Contend again. */
    record Resume() implements Input {}

    /** Finish. */
    record Close() implements Input {}

    /** How work ended. */
    enum WorkOutcome {
        /** It returned. */
        COMPLETED,
        /** It threw. */
        FAILED
    }

    /** Why a watch ended. */
    enum WatchLoss {
        /** The store offers no watch, now or ever: read now and then instead. */
        UNSUPPORTED,
        /** Watching is not permitted: read now and then, and ask again after a long while. */
        FORBIDDEN,
        /** The revision to go on from is too old: read, then watch from there. */
        EXPIRED,
        /** The connection broke. */
        BROKEN
    }
}
