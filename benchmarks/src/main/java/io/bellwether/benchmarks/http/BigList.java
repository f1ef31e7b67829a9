package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One namespace with very many objects, all of them read by one request without a limit. */
final class BigList {

    private static final int LOADERS = 64;
    private static final int LOADING_CONNECTIONS = 8;
    private static final byte[] OBJECT_MARKER = "\"uid\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** The list's own revision, and a clock in some object, may have a digit more or less. */
    private static final long SIZE_TOLERANCE_BYTES = 64;

    private final Endpoint endpoint;
    private final ConfigMaps objects;

    BigList(Endpoint endpoint, ConfigMaps objects) {
        this.endpoint = endpoint;
        this.objects = objects;
    }

    /** Creates the objects in the namespace, which must be empty; returns how long it took, in seconds. */
    double load(int count) {
        long begin = System.nanoTime();
        try (Connections connections = Connections.open(endpoint, LOADING_CONNECTIONS)) {
            ClosedLoop.exhaust(connections, LOADERS, 201, (client, number) -> {
                long index = number * LOADERS + client;
                return index < count ? Optional.of(objects.create("object-" + index, index)) : Optional.empty();
            });
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Reads the list some times; the first reading is checked and not measured. */
    Map<String, Double> read(int count, int times) {
        Samples durations = new Samples();
        long size;
        try (Connections connections = Connections.open(endpoint, 1)) {
            byte[] whole = connections.call(objects.list(), 200).body().getBytes(StandardCharsets.UTF_8);
            int found = Bytes.count(whole, 0, whole.length, OBJECT_MARKER);
            if (found != count) {
                throw new BenchmarkException("the list holds " + found + " objects, not " + count);
            }
            size = whole.length;
            for (int time = 0; time < times; time++) {
                durations.add(readOnce(connections, size));
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50Millis", durations.percentileMillis(50));
        figures.put("maxMillis", durations.percentileMillis(100));
        figures.put("megabytes", size / BYTES_PER_MEGABYTE);
        figures.put("megabytesPerSecond", size / BYTES_PER_MEGABYTE / (durations.percentileMillis(50) / 1000));
        return figures;
    }

    private long readOnce(Connections connections, long expectedBytes) {
        Counter counter = new Counter();
        long begin = System.nanoTime();
        connections.get(0).send(objects.list(), counter);
        long bytes = Connections.await(counter.total, "the list");
        long duration = System.nanoTime() - begin;
        if (Math.abs(bytes - expectedBytes) > SIZE_TOLERANCE_BYTES) {
            throw new BenchmarkException("the list had " + bytes + " bytes and before " + expectedBytes);
        }
        return duration;
    }

    private static final class Counter implements ResponseListener {
        private final CompletableFuture<Long> total = new CompletableFuture<>();
        private long bytes;

        @Override
        public void onStatus(int status) {
            if (status != 200) {
                total.completeExceptionally(new BenchmarkException("a list was answered with " + status));
            }
        }

        @Override
        public void onData(byte[] buffer, int offset, int length) {
            bytes += length;
        }

        @Override
        public void onEnd() {
            total.complete(bytes);
        }

        @Override
        public void onFailure(Http2Exception failure) {
            total.completeExceptionally(failure);
        }
    }
}
