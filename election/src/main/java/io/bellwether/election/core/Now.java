package io.bellwether.election.core;

import java.time.Instant;

/**
 * The time and the chance that one step may use.
 *
 * @param nanos the moment on a monotonic clock of this process that counts from zero, suspend included
 * @param wallTime the time of day, written into the record for people to read
 * @param chance uniform in [0, 1), drawn anew for each step
 */
public record Now(long nanos, Instant wallTime, double chance) {}
