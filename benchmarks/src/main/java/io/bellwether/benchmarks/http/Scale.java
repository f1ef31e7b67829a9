package io.bellwether.benchmarks.http;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param warmup before each measured time; the server's JIT compiler works then
 * @param measured how long rates are measured
 * @param listObjects how many objects the big list has
 * @param watchDivisor by which the numbers of watches are divided
 */
public record Scale(Duration warmup, Duration measured, int listObjects, int watchDivisor) {

    /** For figures that are published. */
    public static final Scale FULL = new Scale(Duration.ofSeconds(3), Duration.ofSeconds(7), 35_000, 1);

    /** For a test that everything works. */
    public static final Scale SMOKE = new Scale(Duration.ofMillis(200), Duration.ofMillis(500), 500, 20);
}
