package io.bellwether.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.WatchSignal.Change;
import io.bellwether.client.WatchSignal.End;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchCallTest {

    private static final ResourcePath LEASES =
            ResourcePath.in(new GroupVersionResource("coordination.k8s.io", "v1", "leases"), "default");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SystemClock CLOCK = new SystemClock();

    private final ExecutorService executor = Threads.virtual("watch-test");
    private HttpServer server;
    private volatile TestServer.Answer answer = exchange -> {};
    private volatile String askedUri = "";
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            askedUri = exchange.getRequestURI().toString();
            answer.write(exchange);
        });
        server.setExecutor(executor);
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        TlsSettings unused = new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty());
        client = new ApiClient(
                new ClientConfig(url, unused, new TokenSource.None(), "default", Optional.empty(), "test"),
                ClientOptions.of("test/1"),
                CLOCK,
                executor);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void next_events_comeInOrderThenTheEnd() throws Exception {
        answer = stream(event("ADDED", "a", 1) + event("MODIFIED", "a", 2) + event("DELETED", "a", 3)
                + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Lease\",\"metadata\":{\"resourceVersion\":\"9\","
                + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n");
        try (WatchCall call =
                watch(WatchOptions.after("5").withFields("metadata.name=a").withTimeout(Duration.ofMinutes(5)))) {
            assertChanged(call, Change.ADDED, "1");
            assertChanged(call, Change.MODIFIED, "2");
            assertChanged(call, Change.DELETED, "3");
            assertThat(call.next(PATIENCE)).isEqualTo(new WatchSignal.Bookmark("9", true));
            assertThat(call.next(PATIENCE)).isEqualTo(new WatchSignal.Ended(new End.Completed()));
            assertThat(call.next(PATIENCE)).isEqualTo(new WatchSignal.Ended(new End.Completed()));
        }
        assertThat(askedUri)
                .isEqualTo("/apis/coordination.k8s.io/v1/namespaces/default/leases?watch=true&allowWatchBookmarks=true"
                        + "&fieldSelector=metadata.name%3Da&resourceVersion=5&timeoutSeconds=300");
    }

    @Test
    void next_eventInManyPieces_isOneEvent() throws Exception {
        byte[] whole = event("ADDED", "ä", 1).getBytes(StandardCharsets.UTF_8);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (byte each : whole) {
                out.write(each);
                out.flush();
            }
            exchange.close();
        };
        try (WatchCall call = watch(WatchOptions.after(""))) {
            assertChanged(call, Change.ADDED, "1");
        }
    }

    @Test
    void next_nothingInTime_isIdleAndTheWatchGoesOn() throws Exception {
        Semaphore go = new Semaphore(0);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            go.acquireUninterruptibly();
            exchange.getResponseBody().write(event("ADDED", "a", 1).getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertThat(call.next(Duration.ofMillis(20))).isEqualTo(new WatchSignal.Idle());
            go.release();
            assertChanged(call, Change.ADDED, "1");
        }
    }

    @Test
    void next_goneBeforeTheStream_isExpired() throws Exception {
        answer = TestServer.json(
                410,
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410,\"message\":\"too old\"}");
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertThat(end(call))
                    .isInstanceOfSatisfying(
                            End.Expired.class,
                            expired -> assertThat(expired.status().message()).isEqualTo("too old"));
        }
    }

    @Test
    void next_goneInTheStream_isExpired() throws Exception {
        answer = stream(
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410,\"message\":\"too old\"}}\n");
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertThat(end(call)).isInstanceOf(End.Expired.class);
        }
    }

    @Test
    void next_refused_saysTheStatus() throws Exception {
        answer = TestServer.json(
                403,
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Forbidden\",\"code\":403,\"message\":\"no\"}");
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertThat(end(call))
                    .isInstanceOfSatisfying(
                            End.Refused.class,
                            refused -> assertThat(refused.status().code()).isEqualTo(403));
        }
    }

    @Test
    void next_connectionBreaks_isBroken() throws Exception {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(event("ADDED", "a", 1).getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        };
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertChanged(call, Change.ADDED, "1");
            assertThat(end(call)).isInstanceOf(End.Broken.class);
        }
    }

    @Test
    void next_notJson_isBroken() throws Exception {
        answer = stream("<html>\n");
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertThat(end(call)).isInstanceOf(End.Broken.class);
        }
    }

    @Test
    void close_whileSomebodyWaits_wakesThemAndClosesTheConnection() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            writeUntilBroken(exchange, noticed);
        };
        WatchCall call = watch(WatchOptions.after("1"));
        assertChanged(call, Change.ADDED, "1");
        Thread closer = Thread.ofVirtual().start(call::close);
        WatchSignal signal = call.next(PATIENCE);
        while (!(signal instanceof WatchSignal.Ended)) {
            signal = call.next(PATIENCE);
        }
        assertThat(signal).isEqualTo(new WatchSignal.Ended(new End.Closed()));
        closer.join();
        assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void slowReader_makesTheServerWait() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch full = new CountDownLatch(1);
        byte[] large = event("ADDED", "x".repeat(1 << 20), 1).getBytes(StandardCharsets.UTF_8);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int count = 0; count < 200; count++) {
                exchange.getResponseBody().write(large);
                written.addAndGet(large.length);
            }
            full.countDown();
        };
        try (WatchCall call = watch(WatchOptions.after("1"))) {
            assertChanged(call, Change.ADDED, "1");
            assertThat(full.await(500, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(written.get()).isLessThan(50L << 20);
        }
    }

    private WatchCall watch(WatchOptions options) throws InterruptedException {
        return client.watch(LEASES, options, Deadline.after(CLOCK, PATIENCE));
    }

    private static void writeUntilBroken(HttpExchange exchange, CountDownLatch noticed) {
        try {
            while (true) {
                exchange.getResponseBody().write(event("ADDED", "a", 1).getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (IOException broken) {
            noticed.countDown();
        }
    }

    private static void assertChanged(WatchCall call, Change change, String resourceVersion)
            throws InterruptedException {
        assertThat(call.next(PATIENCE)).isInstanceOfSatisfying(WatchSignal.Changed.class, changed -> {
            assertThat(changed.change()).isEqualTo(change);
            assertThat(changed.object().resourceVersion()).isEqualTo(resourceVersion);
        });
    }

    private static End end(WatchCall call) throws InterruptedException {
        return ((WatchSignal.Ended) call.next(PATIENCE)).end();
    }

    private static TestServer.Answer stream(String text) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };
    }

    private static String event(String type, String name, int revision) {
        return "{\"type\":\"%s\",\"object\":{\"kind\":\"Lease\",\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%d\"}}}\n"
                .formatted(type, name, revision);
    }
}
