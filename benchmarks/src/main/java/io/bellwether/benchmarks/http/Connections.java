package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.benchmarks.http2.Http2Connection;
import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.Request;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Some connections to one server; requests are spread over them by number. */
final class Connections implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 600;

    private final List<Http2Connection> all;

    private Connections(List<Http2Connection> all) {
        this.all = all;
    }

    static Connections open(Endpoint endpoint, int count) {
        return new Connections(IntStream.range(0, count)
                .mapToObj(index -> Http2Connection.open(endpoint, "benchmarks-reader-" + index))
                .toList());
    }

    int size() {
        return all.size();
    }

    Http2Connection get(int number) {
        return all.get(number % all.size());
    }

    /** A whole answer. */
    record Answer(int status, String body) {}

    /** Sends one request and waits for the answer, whose status must be as expected. */
    Answer call(Request request, int expectedStatus) {
        Collector collector = new Collector();
        all.getFirst().send(request, collector);
        Answer answer = await(collector.answer, request.method() + " " + request.path());
        if (answer.status() != expectedStatus) {
            throw new BenchmarkException(
                    request.method() + " " + request.path() + " answered " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    /** Waits, at most ten minutes. */
    static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new BenchmarkException(what + " failed: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new BenchmarkException(what + " took longer than " + DEADLINE_SECONDS + " seconds", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException(what + " was interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        all.forEach(Http2Connection::close);
    }

    private static final class Collector implements ResponseListener {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        @Override
        public void onStatus(int received) {
            status = received;
        }

        @Override
        public void onData(byte[] buffer, int offset, int length) {
            body.write(buffer, offset, length);
        }

        @Override
        public void onEnd() {
            answer.complete(new Answer(status, body.toString(StandardCharsets.UTF_8)));
        }

        @Override
        public void onFailure(Http2Exception failure) {
            answer.completeExceptionally(failure);
        }
    }
}
