package io.bellwether.election.group;

import io.bellwether.election.core.ElectionTiming;
import java.time.Duration;

/**
 * How a candidate takes part in a group; the same for all of a group but for the identity.
 *
 * @param identity the candidate's name, which no other candidate of the group has: usually the pod's
 * @param shards how many, 1 to {@value #SHARD_LIMIT}
 * @param seats how many candidates can be told apart, 1 to {@value #SEAT_LIMIT}: more than there will ever be. Those
 *     beyond take a shard only when nobody else does
 * @param timing of each shard's election, and of the seats'
 * @param shortestTerm how long a shard stays with its leader before it may be given to another one
 * @param giveEvery from one gift of this candidate to its next one
 */
public record GroupOptions(
        String identity, int shards, int seats, ElectionTiming timing, Duration shortestTerm, Duration giveEvery) {

    /** Enough for one process; each is an election. */
    public static final int SHARD_LIMIT = 10_000;

    /** Each candidate watches all seats. */
    public static final int SEAT_LIMIT = 256;

    /** Refuses numbers outside of the limits. */
    public GroupOptions {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("identity must not be empty");
        }
        if (shards < 1 || shards > SHARD_LIMIT) {
            throw new IllegalArgumentException("shards must be 1 to " + SHARD_LIMIT + ", but are " + shards);
        }
        if (seats < 1 || seats > SEAT_LIMIT) {
            throw new IllegalArgumentException("seats must be 1 to " + SEAT_LIMIT + ", but are " + seats);
        }
    }

    /** With 16 seats, a lease of 15 s, terms of at least 30 s, and a gift every 3 s. */
    public static GroupOptions of(String identity, int shards) {
        return new GroupOptions(
                identity, shards, 16, ElectionTiming.standard(), Duration.ofSeconds(30), Duration.ofSeconds(3));
    }

    /** The same at another speed: terms of at least two leases, a gift every fifth of one. */
    public GroupOptions withTiming(ElectionTiming other) {
        Duration lease = other.leaseDuration();
        return new GroupOptions(identity, shards, seats, other, lease.multipliedBy(2), lease.dividedBy(5));
    }
}
