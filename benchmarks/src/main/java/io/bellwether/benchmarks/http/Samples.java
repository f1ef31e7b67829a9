package io.bellwether.benchmarks.http;

import java.util.Arrays;
import java.util.List;

/**
 * Durations in nanoseconds, all of them kept: a percentile is then a sample that was measured and not an estimate. A
 * million take eight megabytes.
 *
 * <p>Threads: confined; each thread that measures has its own, and {@link #merge} unites them afterwards.
 */
public final class Samples {

    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1024];
    private int size;
    private boolean sorted;

    /** Adds one. */
    public void add(long durationNanos) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = durationNanos;
        sorted = false;
    }

    /** How many. */
    public int size() {
        return size;
    }

    /** All samples of several threads, which have ended. */
    public static Samples merge(List<Samples> parts) {
        Samples all = new Samples();
        all.size = parts.stream().mapToInt(Samples::size).sum();
        all.nanos = new long[Math.max(1, all.size)];
        int position = 0;
        for (Samples part : parts) {
            System.arraycopy(part.nanos, 0, all.nanos, position, part.size);
            position += part.size;
        }
        return all;
    }

    /**
     * The smallest sample that so many percent do not exceed (nearest rank), in milliseconds; 0 without samples.
     *
     * @param percent above 0, at most 100
     */
    public double percentileMillis(double percent) {
        if (size == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, size);
            sorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * size);
        return nanos[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }
}
