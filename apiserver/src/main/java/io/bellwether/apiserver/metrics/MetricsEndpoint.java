package io.bellwether.apiserver.metrics;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}. The metrics library is loaded by the first request: it costs 60 ms and megabytes that a server
 * nobody scrapes does not spend.
 *
 * <p>Threads: safe from any thread; the lock covers the making of the library's registry only.
 */
public final class MetricsEndpoint implements Endpoint {

    private final ServerMetrics metrics;
    private final Supplier<List<Gauge>> gauges;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Scrape scrape;

    /** Serves the server's counters, these gauges, asked for each time, and the JVM's own figures. */
    public MetricsEndpoint(ServerMetrics metrics, Supplier<List<Gauge>> gauges) {
        this.metrics = metrics;
        this.gauges = gauges;
    }

    @Override
    public EndpointReply get(EndpointRequest request) {
        if (!request.path().equals("/metrics")) {
            throw Status.unknownPath().asException();
        }
        return scrape().reply();
    }

    private Scrape scrape() {
        Scrape known = scrape;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (scrape == null) {
                scrape = new Scrape(new Snapshots(metrics, gauges));
            }
            return Objects.requireNonNull(scrape);
        } finally {
            lock.unlock();
        }
    }
}
