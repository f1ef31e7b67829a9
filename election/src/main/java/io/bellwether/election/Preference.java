package io.bellwether.election;

import java.time.Duration;

/**
 * Who should lead when it can, and how patiently that is brought about.
 *
 * @param rank of this candidate
 * @param shortestTerm how long a stand-in leads at least before it yields
 * @param steadyFor how long a preferred candidate must have been there before anybody yields to it: one that comes and
 *     goes must not move the leadership each time
 */
public record Preference(Rank rank, Duration shortestTerm, Duration steadyFor) {

    /** Whether to lead rather than others. */
    public enum Rank {
        /** Leads while it lives. */
        PREFERRED,
        /** Leads while nobody preferred does. */
        STAND_IN
    }

    /** Refuses negative times. */
    public Preference {
        if (shortestTerm.isNegative() || steadyFor.isNegative()) {
            throw new IllegalArgumentException(
                    "shortestTerm and steadyFor must not be negative, but are " + shortestTerm + ", " + steadyFor);
        }
    }

    /** A candidate that should lead. */
    public static Preference preferred() {
        return of(Rank.PREFERRED);
    }

    /** A candidate that stands in: for 30 s at least, and until a preferred one has been there for 10 s. */
    public static Preference standIn() {
        return of(Rank.STAND_IN);
    }

    private static Preference of(Rank rank) {
        return new Preference(rank, Duration.ofSeconds(30), Duration.ofSeconds(10));
    }
}
