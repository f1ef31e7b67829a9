package io.bellwether.election.core;

import java.time.Duration;
import java.util.Optional;

/** What a shell does for an election. Effects of one step are performed in order; none may block the next step. */
public sealed interface Effect {

    /** Read the lock, linearizably; answer with {@link Input.ReadReply}. */
    record Read(long id, Duration timeout) implements Effect {}

    /**
     * Write the lock if it still is the base; answer with {@link Input.WriteReply}.
     *
     * @param base what must be there: empty to create
     */
    record Write(long id, Optional<LockSnapshot> base, LockDraft draft, Duration timeout) implements Effect {}

    /** Watch the lock from after the revision, or, without one, from what is there now. Ends any earlier watch. */
    record OpenWatch(Optional<LockRevision> after) implements Effect {}

    /** End the watch. */
    record CloseWatch() implements Effect {}

    /** A term has begun: publish the leadership, start the work. */
    record TermStarted(Term term, long validUntilNanos) implements Effect {}

    /** The term is valid for longer; if its readers have seen it invalid, answer {@link Input.Lapsed} instead. */
    record TermExtended(Term term, long validUntilNanos) implements Effect {}

    /** Renewals are missing. */
    record TermInJeopardy(Term term) implements Effect {}

    /** Renewals are acknowledged again. */
    record TermSafe(Term term) implements Effect {}

    /** The term is over: make the leadership invalid first, then tell the work to stop. */
    record TermRevoked(Term term, EndReason reason) implements Effect {}

    /** The record names another holder than before; empty when nobody holds the lock. */
    record LeaderChanged(Optional<String> holder) implements Effect {}

    /** Something that people want to know. */
    record Noticed(Notice notice) implements Effect {}

    /** The machine has reached {@link Phase.Closed}. */
    record Finished() implements Effect {}
}
