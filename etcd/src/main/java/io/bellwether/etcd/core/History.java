package io.bellwether.etcd.core;

import java.time.Duration;
import java.util.Optional;

/**
 * What a supervisor remembers of its own steps.
 *
 * @param unconfirmed a step whose outcome is not known and that a newer list has not settled yet, for people
 * @param removalsLastHour voters removed because they were dead
 * @param stableFor how long all voters have been connected
 * @param sinceLeaderMove time since leadership was moved on purpose
 * @param sinceSnapshot time since a snapshot was saved here
 */
public record History(
        Optional<String> unconfirmed,
        int removalsLastHour,
        Duration stableFor,
        Duration sinceLeaderMove,
        Duration sinceSnapshot) {}
