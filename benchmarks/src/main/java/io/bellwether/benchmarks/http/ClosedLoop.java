package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Http2Connection;
import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.Request;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Clients that each send their next request when the last one has been answered.
 *
 * <p>A client is not a thread: the connection's reader thread that hears the answer sends the next request. Latencies
 * therefore hold no switch between threads of the generator. Only requests that were answered in the measured time,
 * after the warm-up, count.
 */
final class ClosedLoop {

    private static final double NANOS_PER_SECOND = 1e9;

    /** What a client sends next. */
    interface Source {
        /**
         * The request, or none when all is done.
         *
         * @param number of the request among this client's, from 0
         */
        Optional<Request> next(int client, long number);
    }

    /**
     * What was measured.
     *
     * @param total all requests that were answered, outside the measured time too
     */
    record Outcome(double ratePerSecond, Samples latencies, long total) {}

    private final Connections connections;
    private final int expectedStatus;
    private final Source source;
    private final long measureFrom;
    private final long measureUntil;

    private ClosedLoop(Connections connections, int expectedStatus, Source source, Duration warmup, Duration measured) {
        this.connections = connections;
        this.expectedStatus = expectedStatus;
        this.source = source;
        this.measureFrom = System.nanoTime() + warmup.toNanos();
        this.measureUntil = measureFrom + measured.toNanos();
    }

    /** Runs for a time. */
    static Outcome run(
            Connections connections,
            int clients,
            int expectedStatus,
            Source source,
            Duration warmup,
            Duration measured) {
        return new ClosedLoop(connections, expectedStatus, source, warmup, measured).run(clients, measured);
    }

    /** Runs until the source is exhausted; measures nothing. */
    static long exhaust(Connections connections, int clients, int expectedStatus, Source source) {
        Duration unbounded = Duration.ofDays(1);
        return new ClosedLoop(connections, expectedStatus, source, Duration.ZERO, unbounded)
                .run(clients, unbounded)
                .total();
    }

    private Outcome run(int count, Duration measured) {
        List<Client> clients = IntStream.range(0, count).mapToObj(Client::new).toList();
        clients.forEach(Client::sendNext);
        clients.forEach(client -> Connections.await(client.done, "the load of client " + client.index));
        List<Samples> parts = new ArrayList<>();
        clients.forEach(client -> parts.add(client.latencies));
        Samples latencies = Samples.merge(parts);
        long total = clients.stream().mapToLong(client -> client.number).sum();
        return new Outcome(latencies.size() / (measured.toNanos() / NANOS_PER_SECOND), latencies, total);
    }

    /** Confined to its connection's reader thread after its first request. */
    private final class Client implements ResponseListener {
        private final int index;
        private final Http2Connection connection;
        private final Samples latencies = new Samples();
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private long number;
        private long sentAt;
        private int status;
        private String problem = "";

        Client(int index) {
            this.index = index;
            this.connection = connections.get(index);
        }

        void sendNext() {
            Optional<Request> request = source.next(index, number);
            sentAt = System.nanoTime();
            if (request.isEmpty() || sentAt >= measureUntil) {
                done.complete(true);
            } else {
                connection.send(request.get(), this);
            }
        }

        @Override
        public void onStatus(int received) {
            status = received;
        }

        @Override
        public void onData(byte[] buffer, int offset, int length) {
            if (status != expectedStatus && problem.isEmpty()) {
                problem = new String(buffer, offset, length, StandardCharsets.UTF_8);
            }
        }

        @Override
        public void onEnd() {
            if (status != expectedStatus) {
                done.completeExceptionally(new BenchmarkException("answered " + status + ": " + problem));
                return;
            }
            long endedAt = System.nanoTime();
            if (endedAt >= measureFrom && endedAt <= measureUntil) {
                latencies.add(endedAt - sentAt);
            }
            number++;
            sendNext();
        }

        @Override
        public void onFailure(Http2Exception failure) {
            done.completeExceptionally(failure);
        }
    }
}
