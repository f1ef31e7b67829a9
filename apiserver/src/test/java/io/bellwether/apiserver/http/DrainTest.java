package io.bellwether.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.ResourceResponse.Single;
import io.bellwether.apiserver.request.ResourceResponse.Watching;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.store.Bytes;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Watches, in-flight limits and the way out (G-A5). */
class DrainTest {

    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    private static final int READ_LIMIT = 40;

    @TempDir
    Path directory;

    private final CountDownLatch held = new CountDownLatch(1);
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final QueueStream stream = new QueueStream();
    private HttpFixture server;

    @BeforeEach
    void start() {
        server = new HttpFixture(
                directory,
                request -> {
                    if (request.verb() == Verb.WATCH) {
                        return new Watching(stream, List.of());
                    }
                    return request.name().orElse("").equals("held")
                            ? hold()
                            : new Single(200, Bytes.utf8("{}"), List.of());
                },
                options -> new HttpOptions(
                        options.listen(),
                        options.bodySizeLimit(),
                        READ_LIMIT,
                        1,
                        1,
                        Duration.ofMillis(1),
                        options.connectionLimit(),
                        options.readTimeout(),
                        options.writeTimeout(),
                        Duration.ofSeconds(1),
                        options.compression()));
    }

    @AfterEach
    void stop() {
        held.countDown();
        server.close();
    }

    private ResourceResponse hold() {
        arrived.add("held");
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Single(200, Bytes.utf8("{\"held\":true}"), List.of());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void drain_requestsInFlight_areAllAnswered(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int count = 0; count < READ_LIMIT; count++) {
                responses.add(
                        client.sendAsync(server.request(CONFIGMAPS + "/held").build(), BodyHandlers.ofString()));
            }
            for (int count = 0; count < READ_LIMIT; count++) {
                assertThat(arrived.poll(20, TimeUnit.SECONDS)).isNotNull();
            }

            server.server().beginDrain();
            assertThat(server.server().awaitDrained(server.deadline(Duration.ofMillis(50))))
                    .isFalse();
            held.countDown();
            assertThat(server.server().awaitDrained(server.deadline(Duration.ofSeconds(20))))
                    .isTrue();
            server.server().close();

            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"held\":true}");
            }
        }
    }

    @Test
    void drain_lateRequests_areToldToComeAgainAndHealthIsStillAnswered() throws Exception {
        server.server().beginDrain();

        HttpResponse<String> late = server.get(CONFIGMAPS + "/a");
        assertThat(late.statusCode()).isEqualTo(429);
        assertThat(late.headers().firstValue("Retry-After")).contains("1");
        assertThat(late.body()).contains("\"reason\":\"TooManyRequests\"");
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void drain_watches_endCleanly(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            HttpResponse<InputStream> watch = openWatch(client);
            server.server().beginDrain();

            assertThat(watch.body().readAllBytes()).isEmpty();
            assertThat(server.server().awaitDrained(server.deadline(Duration.ofSeconds(20))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void watch_headersAndEvents_arriveAtOnce(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            HttpResponse<InputStream> watch = openWatch(client);
            BufferedReader lines = new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8));

            for (int event = 0; event < 100; event++) {
                stream.offer("{\"event\":" + event + "}\n");
                assertThat(lines.readLine()).isEqualTo("{\"event\":" + event + "}");
            }
            stream.offer("x".repeat(100_000) + "\n", "{\"small\":1}\n", "{\"small\":2}\n");
            assertThat(lines.readLine()).hasSize(100_000);
            assertThat(lines.readLine()).isEqualTo("{\"small\":1}");
            assertThat(lines.readLine()).isEqualTo("{\"small\":2}");
            stream.close();
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void watch_ofAClientThatLeft_isClosed() throws Exception {
        try (HttpClient client = server.client(Version.HTTP_2)) {
            openWatch(client).body().close();
        }

        assertThat(stream.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void watch_ofAClientThatReadsNothing_isCutAfterTheStall() throws Exception {
        try (HttpClient client = server.client(Version.HTTP_2)) {
            HttpResponse<InputStream> watch = openWatch(client);
            String event = "x".repeat(1_000_000) + "\n";
            for (int count = 0; count < 100; count++) {
                stream.offer(event);
            }

            assertThat(stream.closed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.get(CONFIGMAPS + "/a").statusCode()).isEqualTo(200);
            watch.body().close();
        }
    }

    @Test
    void limits_reached_refuseAtOnceAndWatchesDoNotCount() throws Exception {
        try (HttpClient client = server.client(Version.HTTP_2)) {
            List<HttpResponse<InputStream>> watches = new ArrayList<>();
            for (int count = 0; count < READ_LIMIT + 10; count++) {
                watches.add(openWatch(client));
            }
            assertThat(server.server().watches()).isEqualTo(READ_LIMIT + 10);
            assertThat(server.server().readsInFlight()).isZero();
            List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
            for (int count = 0; count < READ_LIMIT; count++) {
                pending.add(
                        client.sendAsync(server.request(CONFIGMAPS + "/held").build(), BodyHandlers.ofString()));
                assertThat(arrived.poll(20, TimeUnit.SECONDS)).isNotNull();
            }

            HttpResponse<String> refused = server.get(CONFIGMAPS + "/a");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.send(server.request(CONFIGMAPS + "/a").DELETE()).statusCode())
                    .as("writes have a limit of their own")
                    .isEqualTo(200);
            held.countDown();
            for (CompletableFuture<HttpResponse<String>> response : pending) {
                assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            for (HttpResponse<InputStream> watch : watches) {
                watch.body().close();
            }
        }
    }

    private HttpResponse<InputStream> openWatch(HttpClient client) throws Exception {
        HttpResponse<InputStream> response =
                client.send(server.request(CONFIGMAPS + "?watch=true").build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    /** A watch whose events the test offers. */
    private static final class QueueStream implements WatchStream {

        private final BlockingQueue<Next> queue = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        void offer(String... frames) {
            queue.add(new Frames(Arrays.stream(frames).map(Bytes::utf8).toList()));
        }

        @Override
        public Next next(Duration timeout) throws InterruptedException {
            Next next = closed.getCount() == 0 ? new End() : queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return next == null ? new Idle() : next;
        }

        @Override
        public void close() {
            closed.countDown();
            queue.add(new End());
        }
    }
}
