package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import java.util.List;
import java.util.Optional;

/**
 * Hears what happens to a candidate.
 *
 * <p>Threads: one call at a time, in order, on the election's executor. A listener that blocks delays only its own
 * later calls, never the protocol; an exception is logged and changes nothing (G-E6).
 */
public interface ElectionListener {

    /** A term has begun. The work starts when this has returned. */
    default void onStarted(Leadership leadership) {}

    /** Renewals are missing: the term will end unless one succeeds. */
    default void onJeopardy(Leadership leadership) {}

    /** Renewals succeed again. */
    default void onSafe(Leadership leadership) {}

    /**
     * A term is over and its work has returned; called exactly once for each {@link #onStarted}. The lock is released
     * when this has returned: whoever works without a task must have stopped by then.
     */
    default void onStopped(Leadership leadership, EndReason reason) {}

    /** Another holder was seen; empty when nobody holds the lock. */
    default void onLeaderChanged(Optional<String> holder) {}

    /** Something unusual happened. */
    default void onNotice(Notice notice) {}

    /** These listeners as one, called in this order; one that fails does not keep the others from hearing. */
    static ElectionListener all(ElectionListener... listeners) {
        return new ListenerList(List.of(listeners));
    }
}
