package io.bellwether.election.core;

import java.util.Optional;

/** What a candidate knows about the lock, by its own observation alone. */
public sealed interface LockKnowledge {

    /** Nothing yet. */
    record Unseen() implements LockKnowledge {}

    /**
     * The lock does not exist.
     *
     * @param sinceNanos when that was first seen
     * @param claimableAtNanos when it may be created: at once, or, when somebody else held it at the last look, after
     *     the lease duration, since the holder may not have noticed yet
     * @param gone when it was deleted, where a watch has told: an older version that a stale read still finds is no
     *     news
     */
    record Absent(long sinceNanos, long claimableAtNanos, Optional<LockRevision> gone) implements LockKnowledge {}

    /**
     * The lock exists.
     *
     * @param snapshot the newest version seen
     * @param changedAtNanos when the record, not just the object around it, was last seen to change
     * @param claimableAtNanos when it may be taken over if it does not change again
     */
    record Seen(LockSnapshot snapshot, long changedAtNanos, long claimableAtNanos) implements LockKnowledge {}

    /** The newest version known, there or gone. */
    default Optional<LockRevision> newest() {
        return switch (this) {
            case Unseen unseen -> Optional.empty();
            case Absent absent -> absent.gone();
            case Seen seen -> Optional.of(seen.snapshot().revision());
        };
    }
}
