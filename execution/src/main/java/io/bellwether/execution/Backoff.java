package io.bellwether.execution;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: grows geometrically up to a bound, with jitter that only adds.
 *
 * @param initial the wait after the first failure; positive
 * @param max the bound before jitter; at least {@code initial}
 * @param factor the growth from one attempt to the next; at least 1
 * @param jitter the largest fraction of the wait that is added at random; 0 or more
 */
public record Backoff(Duration initial, Duration max, double factor, double jitter) {

    /** Validates the ranges named above. */
    public Backoff {
        if (!initial.isPositive() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("0 < initial <= max must hold: initial " + initial + ", max " + max);
        }
        if (!(factor >= 1) || !(jitter >= 0)) {
            throw new IllegalArgumentException("factor >= 1 and jitter >= 0 must hold: " + factor + ", " + jitter);
        }
    }

    /**
     * The wait before the given attempt.
     *
     * @param attempt the number of failures so far, 1 for the first; smaller values count as 1
     */
    public Duration delay(int attempt, RandomGenerator random) {
        return delay(attempt, random.nextDouble());
    }

    /**
     * The wait before the given attempt, for cores, to which chance is handed.
     *
     * @param attempt the number of failures so far, 1 for the first; smaller values count as 1
     * @param chance uniform in [0, 1)
     */
    public Duration delay(int attempt, double chance) {
        double base = Math.min((double) max.toNanos(), initial.toNanos() * Math.pow(factor, Math.max(0, attempt - 1)));
        return Duration.ofNanos((long) (base * (1 + jitter * chance)));
    }
}
