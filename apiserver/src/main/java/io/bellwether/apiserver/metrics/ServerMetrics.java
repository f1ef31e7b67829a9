package io.bellwether.apiserver.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's counters.
 *
 * <p>Threads: safe from any thread.
 */
public final class ServerMetrics {

    private final Map<RequestLabels, RequestSeries> requests = new ConcurrentHashMap<>();
    private final LatencyHistogram commits = new LatencyHistogram();

    /** The counters for requests with these labels; the same object each time. */
    public RequestSeries requests(RequestLabels labels) {
        RequestSeries series = requests.get(labels);
        return series != null ? series : requests.computeIfAbsent(labels, key -> new RequestSeries());
    }

    Map<RequestLabels, RequestSeries> requests() {
        return Map.copyOf(requests);
    }

    /** Durations of store transactions, from the request to the durable commit. */
    LatencyHistogram commits() {
        return commits;
    }
}
