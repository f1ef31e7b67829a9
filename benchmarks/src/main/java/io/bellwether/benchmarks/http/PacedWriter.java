package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Replaces objects at a rate. A write waits for its turn, and for an object that no write is under way on: when the
 * server falls behind by as many writes as there are objects, the rate falls too, which the result shows.
 *
 * <p>Threads: {@link #run} on the caller's; answers are heard on the connection's reader thread.
 */
final class PacedWriter {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int ANSWER_DEADLINE_SECONDS = 60;

    private final Connections connections;
    private final ConfigMaps objects;
    private final WriteLog log;
    private final BlockingQueue<Integer> idle;
    private final int count;
    private final CompletableFuture<Boolean> failed = new CompletableFuture<>();

    PacedWriter(Connections connections, ConfigMaps objects, int count, WriteLog log) {
        this.connections = connections;
        this.objects = objects;
        this.log = log;
        this.count = count;
        this.idle = new ArrayBlockingQueue<>(count);
        for (int index = 0; index < count; index++) {
            idle.add(index);
        }
    }

    static String name(int index) {
        return "watched-" + index;
    }

    /** Writes all, waits for the answers, and tells how many writes a second were begun in the measured time. */
    double run(double ratePerSecond) {
        long begin = System.nanoTime();
        for (int sequence = 0; sequence < log.writes(); sequence++) {
            awaitTurn(begin + (long) (sequence / ratePerSecond * NANOS_PER_SECOND));
            int object = take();
            log.started(sequence, System.nanoTime());
            connections.get(object).send(objects.replace(name(object), sequence), new Answer(object));
        }
        for (int index = 0; index < count; index++) {
            take();
        }
        int last = log.writes() - 1;
        int first = log.writes() - log.measured();
        return (last - first) * NANOS_PER_SECOND / (log.startedAt(last) - log.startedAt(first));
    }

    private static void awaitTurn(long due) {
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
    }

    private int take() {
        try {
            Integer object = idle.poll(ANSWER_DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (object == null || failed.isDone()) {
                Connections.await(failed, "a write");
                throw new BenchmarkException("no write was answered in " + ANSWER_DEADLINE_SECONDS + " seconds");
            }
            return object;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("the writer was interrupted", interrupted);
        }
    }

    private final class Answer implements ResponseListener {
        private final int object;
        private int status;

        Answer(int object) {
            this.object = object;
        }

        @Override
        public void onStatus(int received) {
            status = received;
        }

        @Override
        public void onData(byte[] buffer, int offset, int length) {}

        @Override
        public void onEnd() {
            if (status != 200) {
                failed.completeExceptionally(new BenchmarkException("a write was answered with " + status));
            }
            idle.add(object);
        }

        @Override
        public void onFailure(Http2Exception failure) {
            failed.completeExceptionally(failure);
            idle.add(object);
        }
    }
}
