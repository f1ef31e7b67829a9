package io.bellwether.apiserver.http;

import io.bellwether.apiserver.metrics.RequestLabels;
import io.bellwether.apiserver.metrics.RequestSeries;
import io.bellwether.apiserver.metrics.ServerMetrics;
import io.bellwether.execution.Clock;

/**
 * Keeps the books on requests: how many are inside, how long each took, how it ended.
 *
 * <p>Threads: safe from any thread.
 */
final class ExchangeLog {

    private final ServerMetrics metrics;
    private final RequestSeries other;
    private final Clock clock;

    ExchangeLog(ServerMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.other = metrics.requests(RequestLabels.OTHER);
        this.clock = clock;
    }

    /** Opens the entry of a request that has entered the gate. */
    Entry begin(DrainGate gate) {
        return new Entry(gate, clock.nanos());
    }

    /** One request. Its labels are set on its own thread before its answer begins, which orders them before its end. */
    final class Entry {

        private final DrainGate gate;
        private final long beginNanos;
        private volatile RequestSeries series = other;

        private Entry(DrainGate gate, long beginNanos) {
            this.gate = gate;
            this.beginNanos = beginNanos;
        }

        void label(RequestLabels labels) {
            series = metrics.requests(labels);
        }

        /** Closes the entry, after the last byte of the answer was written or could not be. */
        void ended(int status) {
            gate.leave();
            series.record(status, clock.nanos() - beginNanos);
        }
    }
}
