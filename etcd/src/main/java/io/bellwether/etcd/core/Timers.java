package io.bellwether.etcd.core;

import java.time.Duration;

/**
 * How long things must last before they count, on monotonic clocks.
 *
 * @param suspect silence after which a node is no candidate and a member is doubted
 * @param dead silence, in every respect, after which a member is dead
 * @param isolated time after which a member that still reports but is cut off counts as dead
 * @param stall time after which a learner that is behind and does not advance is given up
 * @param join time that an added member has to start for the first time
 * @param settled time for which all voters must have been seen connected before a member is added: etcd refuses less
 *     than 5 s, whether they were voters all the while or learners at first
 * @param standby time for which the cluster must have been whole before a standby is added
 * @param leaderMove least time between two moves of leadership that nothing forces
 */
public record Timers(
        Duration suspect,
        Duration dead,
        Duration isolated,
        Duration stall,
        Duration join,
        Duration settled,
        Duration standby,
        Duration leaderMove) {

    /** How long etcd's streams take to notice that the other end is silent. */
    private static final Duration STREAM_TIMEOUT = Duration.ofSeconds(5);

    private static final int DEAD_ELECTIONS = 15;

    /** Refuses a time of death that a slow stream could reach. */
    public Timers {
        if (dead.compareTo(STREAM_TIMEOUT) <= 0 || isolated.compareTo(dead) < 0) {
            throw new IllegalArgumentException(
                    "5 s < dead <= isolated must hold: dead " + dead + ", isolated " + isolated);
        }
    }

    /** The default times for an election timeout. */
    public static Timers of(Duration electionTimeout) {
        Duration least = STREAM_TIMEOUT.plus(electionTimeout.multipliedBy(2));
        Duration usual = electionTimeout.multipliedBy(DEAD_ELECTIONS);
        Duration dead = usual.compareTo(least) > 0 ? usual : least;
        return new Timers(
                least,
                dead,
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMillis(5_100),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10));
    }
}
