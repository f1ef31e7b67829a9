package io.bellwether.benchmarks.system;

import io.bellwether.benchmarks.http.Scale;
import java.time.Duration;

/**
 * How much of everything.
 *
 * @param rounds how often each scenario is run on each server; the median counts
 * @param starts how often each server is started on a fresh and on a used data directory
 * @param settling how long a server is left alone before its memory is measured
 * @param someObjects the smaller number of objects whose memory is measured
 * @param manyObjects the larger
 */
public record Plan(int rounds, int starts, Duration settling, int someObjects, int manyObjects, Scale scale) {

    /** For figures that are published. */
    public static final Plan FULL = new Plan(3, 5, Duration.ofSeconds(8), 35_000, 100_000, Scale.FULL);

    /** For a test that everything works; its figures say nothing. */
    public static final Plan SMOKE = new Plan(1, 1, Duration.ZERO, 100, 200, Scale.SMOKE);

    /** The same with another number of rounds. */
    public Plan withRounds(int count) {
        return new Plan(count, starts, settling, someObjects, manyObjects, scale);
    }
}
