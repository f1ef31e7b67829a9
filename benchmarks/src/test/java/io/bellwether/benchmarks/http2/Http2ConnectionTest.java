package io.bellwether.benchmarks.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of another make. */
class Http2ConnectionTest {

    private static final int MAX_STREAMS = 300;

    @TempDir
    Path folder;

    private JettyServer server;
    private Http2Connection connection;

    @BeforeEach
    void start() throws Exception {
        server = new JettyServer(folder, new Echo(), MAX_STREAMS);
        connection = Http2Connection.open(server.endpoint(Optional.of("secret")), "test-reader");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void send_get_carriesHeadersAndStatus() throws Exception {
        assertThat(call(get("/status/404?a=b"))).isEqualTo("404 GET /status/404?a=b Bearer secret 0 bytes");
        assertThat(call(get("/status/201"))).isEqualTo("201 GET /status/201 Bearer secret 0 bytes");
        assertThat(call(get("/status/507"))).isEqualTo("507 GET /status/507 Bearer secret 0 bytes");
    }

    @Test
    void send_bodyLargerThanEveryWindow_arrivesWhole() throws Exception {
        byte[] body = new byte[3_000_000];

        assertThat(call(request(Request.Method.PUT, "/status/200", body)))
                .isEqualTo("200 PUT /status/200 Bearer secret 3000000 bytes");
    }

    @Test
    void send_manyAtOnce_answersEach() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int index = 0; index < MAX_STREAMS; index++) {
            answers.add(send(request(Request.Method.POST, "/status/200?n=" + index, new byte[index])));
        }

        for (int index = 0; index < MAX_STREAMS; index++) {
            assertThat(answers.get(index).get(30, TimeUnit.SECONDS))
                    .isEqualTo("200 POST /status/200?n=" + index + " Bearer secret " + index + " bytes");
        }
    }

    @Test
    void send_fromListener_continuesTheChain() throws Exception {
        CompletableFuture<String> last = new CompletableFuture<>();

        connection.send(get("/status/200"), new Chain(1_000, last));

        assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo("200 after 1000");
    }

    @Test
    void send_largeAnswer_arrivesWhole() throws Exception {
        assertThat(call(get("/large/30000000"))).hasSize("200 ".length() + 30_000_000);
    }

    @Test
    void maxStreams_afterOpening_isTheServersLimit() {
        assertThat(connection.maxStreams()).isEqualTo(MAX_STREAMS);
    }

    @Test
    void send_connectionLost_fails() throws Exception {
        CompletableFuture<String> waiting = send(get("/never"));

        connection.close();

        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Http2Exception.class);
        assertThatThrownBy(() -> call(get("/status/200"))).hasCauseInstanceOf(Http2Exception.class);
    }

    @Test
    void send_streamReset_fails() {
        assertThatThrownBy(() -> call(get("/fail")))
                .hasCauseInstanceOf(Http2Exception.class)
                .hasMessageContaining("reset");
    }

    @Test
    void open_nobodyListens_fails() throws Exception {
        Endpoint endpoint = server.endpoint(Optional.empty());
        server.close();

        assertThatThrownBy(() -> Http2Connection.open(endpoint, "test-reader")).isInstanceOf(Http2Exception.class);
    }

    private static Request get(String path) {
        return Request.get(path);
    }

    private static Request request(Request.Method method, String path, byte[] body) {
        return new Request(method, path, body);
    }

    private String call(Request request) throws Exception {
        return send(request).get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> send(Request request) {
        Whole whole = new Whole();
        connection.send(request, whole);
        return whole.answer;
    }

    /** Collects an answer. */
    private static final class Whole implements ResponseListener {
        private final CompletableFuture<String> answer = new CompletableFuture<>();
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
            answer.complete(status + " " + body.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void onFailure(Http2Exception failure) {
            answer.completeExceptionally(failure);
        }
    }

    /** Sends the next request when the last one is answered. */
    private final class Chain implements ResponseListener {
        private final CompletableFuture<String> last;
        private final int length;
        private int answered;
        private int status;

        Chain(int length, CompletableFuture<String> last) {
            this.length = length;
            this.last = last;
        }

        @Override
        public void onStatus(int received) {
            status = received;
        }

        @Override
        public void onData(byte[] buffer, int offset, int count) {}

        @Override
        public void onEnd() {
            answered++;
            if (answered == length) {
                last.complete(status + " after " + answered);
            } else {
                connection.send(get("/status/200"), this);
            }
        }

        @Override
        public void onFailure(Http2Exception failure) {
            last.completeExceptionally(failure);
        }
    }

    /** Answers with what it was asked. */
    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(org.eclipse.jetty.server.Request request, Response response, Callback callback)
                throws Exception {
            String path = org.eclipse.jetty.server.Request.getPathInContext(request);
            if (path.equals("/fail")) {
                // Once the head is on its way, a failure can only reset the stream.
                Callback failing = Callback.from(() -> callback.failed(new IllegalStateException("by the test")));
                Content.Sink.write(response, false, "begun", failing);
            } else if (path.startsWith("/large/")) {
                int size = Integer.parseInt(path.substring("/large/".length()));
                response.write(true, ByteBuffer.wrap("x".repeat(size).getBytes(StandardCharsets.US_ASCII)), callback);
            } else if (path.startsWith("/status/")) {
                echo(request, response, callback, Integer.parseInt(path.substring("/status/".length())));
            }
            return true;
        }

        private static void echo(
                org.eclipse.jetty.server.Request request, Response response, Callback callback, int status)
                throws Exception {
            long length;
            try (var body = Content.Source.asInputStream(request)) {
                length = body.readAllBytes().length;
            }
            response.setStatus(status);
            String token = request.getHeaders().get(HttpHeader.AUTHORIZATION);
            String text = request.getMethod() + " " + request.getHttpURI().getPathQuery() + " " + token + " " + length
                    + " bytes";
            Content.Sink.write(response, true, text, callback);
        }
    }
}
