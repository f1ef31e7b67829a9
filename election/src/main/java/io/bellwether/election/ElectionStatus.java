package io.bellwether.election;

import java.time.Duration;
import java.util.Optional;

/**
 * How one candidate stands at one moment.
 *
 * @param stage where it stands
 * @param leader who leads, this candidate included; empty when nobody is known to
 * @param sinceContact how long ago the lock's store was last heard of, by an answer or by the watch
 * @param leaderless for how long this candidate has known of no holder; zero while there is one
 */
public record ElectionStatus(Stage stage, Optional<LeaderView> leader, Duration sinceContact, Duration leaderless) {

    /** Where a candidate stands. */
    public enum Stage {
        /** Not started. */
        NEW,
        /** Contends, or, as an observer or while paused, watches. */
        FOLLOWING,
        /** Leads. */
        LEADING,
        /** Leads, but renewals have been missing for a while. */
        JEOPARDY,
        /** Its term is over; the work stops, or the lock is being released. */
        STOPPING,
        /** Finished. */
        CLOSED
    }

    /** What is wrong with a candidate. */
    public enum Health {
        /** Nothing. */
        WELL,
        /** It leads and cannot renew. */
        OVERDUE,
        /** It does not hear of the lock and could not follow. */
        BLIND,
        /** Nobody has held the lock for long. */
        LEADERLESS
    }

    /**
     * What is wrong, if anything is: a sign for liveness probes and alerts. Readiness has nothing to do with it.
     *
     * @param patience for how long a standby may hear nothing, and the lock may be free; several lease durations
     */
    public Health health(Duration patience) {
        return switch (stage) {
            case JEOPARDY -> Health.OVERDUE;
            case FOLLOWING -> following(patience);
            case NEW, LEADING, STOPPING, CLOSED -> Health.WELL;
        };
    }

    private Health following(Duration patience) {
        if (sinceContact.compareTo(patience) > 0) {
            return Health.BLIND;
        }
        return leaderless.compareTo(patience) > 0 ? Health.LEADERLESS : Health.WELL;
    }
}
