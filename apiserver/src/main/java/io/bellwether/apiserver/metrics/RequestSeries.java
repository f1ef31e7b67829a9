package io.bellwether.apiserver.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of requests with the same labels.
 *
 * <p>Threads: safe from any thread.
 */
public final class RequestSeries {

    private final LatencyHistogram durations = new LatencyHistogram();
    private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

    RequestSeries() {}

    /** Counts one request, from its first byte to the last one of its answer. */
    public void record(int status, long durationNanos) {
        durations.record(durationNanos);
        LongAdder count = byStatus.get(status);
        if (count == null) {
            count = byStatus.computeIfAbsent(status, code -> new LongAdder());
        }
        count.increment();
    }

    LatencyHistogram durations() {
        return durations;
    }

    Map<Integer, Long> countsByStatus() {
        Map<Integer, Long> counts = new TreeMap<>();
        byStatus.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }
}
