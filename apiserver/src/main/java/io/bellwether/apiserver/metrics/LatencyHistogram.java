package io.bellwether.apiserver.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations by size.
 *
 * <p>Plain counters rather than a metrics library's timer: nothing of the library is loaded before somebody asks for
 * metrics, and a record costs two additions.
 *
 * <p>Threads: safe from any thread; a reading is not one moment's, each counter only grows.
 */
final class LatencyHistogram {

    /** Upper bounds in seconds: kube-apiserver's, and finer ones below, where our requests are. */
    private static final double[] BOUNDS_SECONDS = {
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.2,
        0.4,
        0.6,
        0.8,
        1,
        2,
        5,
        10,
        20,
        30,
        60,
        Double.POSITIVE_INFINITY
    };

    private static final long[] BOUNDS_NANOS = nanos();

    private final LongAdder[] counts = new LongAdder[BOUNDS_SECONDS.length];
    private final LongAdder sumNanos = new LongAdder();

    LatencyHistogram() {
        for (int index = 0; index < counts.length; index++) {
            counts[index] = new LongAdder();
        }
    }

    /** The upper bounds in seconds, ascending; the last one is infinite. */
    static double[] boundsSeconds() {
        return BOUNDS_SECONDS.clone();
    }

    void record(long durationNanos) {
        int index = 0;
        while (index < BOUNDS_NANOS.length && durationNanos > BOUNDS_NANOS[index]) {
            index++;
        }
        counts[index].increment();
        sumNanos.add(durationNanos);
    }

    /** How many durations fell between each bound and the one before it. */
    long[] counts() {
        long[] snapshot = new long[counts.length];
        for (int index = 0; index < counts.length; index++) {
            snapshot[index] = counts[index].sum();
        }
        return snapshot;
    }

    double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }

    private static long[] nanos() {
        long[] nanos = new long[BOUNDS_SECONDS.length - 1];
        for (int index = 0; index < nanos.length; index++) {
            nanos[index] = Math.round(BOUNDS_SECONDS[index] * 1e9);
        }
        return nanos;
    }
}
