package io.bellwether.client;

import static io.bellwether.client.TestClients.CLOCK;
import static io.bellwether.client.TestClients.MAP;
import static io.bellwether.client.TestClients.OBJECT;
import static io.bellwether.client.TestClients.object;
import static io.bellwether.client.TestClients.soon;
import static io.bellwether.client.TestClients.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.StatusReason;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.execution.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the caller learns when a request fails, and that nothing is sent twice. */
final class ApiClientFailureTest {

    @TempDir
    private static Path folder;

    private static TestClients clients;

    @BeforeAll
    static void start() throws Exception {
        clients = TestClients.start(folder);
    }

    @AfterAll
    static void stop() {
        clients.close();
    }

    @Test
    void send_refusedBySomethingElse_makesAStatusOfCodeAndText() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "9");
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write("<html>proxy is tired</html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };
        try (TestServer server = clients.start(answer);
                ApiClient client = clients.client(clients.config(server))) {
            Reply reply = client.send(new Request.Get(OBJECT), soon());
            assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class, failure -> {
                assertThat(failure.status().reason()).isEqualTo(StatusReason.SERVICE_UNAVAILABLE);
                assertThat(failure.status().code()).isEqualTo(503);
                assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
            });
        }
    }

    @Test
    void send_redirect_isNotFollowed() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        };
        try (TestServer server = clients.start(answer);
                ApiClient client = clients.client(clients.config(server))) {
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Failure.class);
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            assertThat(server.askedCount()).isZero();
        }
    }

    @Test
    void send_writeToNobody_isUnreachable() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("https://127.0.0.1:" + socket.getLocalPort());
        }
        try (ApiClient client = clients.client(clients.config(nobody, clients.trusting(), new TokenSource.None()))) {
            assertThat(client.send(update(), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().kind()).isEqualTo(Fault.Kind.CONNECT));
        }
    }

    @Test
    void send_writeToServerThatNeverSpeaksTls_isUnreachableAtTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ApiClient client = clients.client(clients.config(
                        URI.create("https://127.0.0.1:" + silent.getLocalPort()),
                        clients.trusting(),
                        new TokenSource.None()))) {
            Reply reply = client.send(update(), Deadline.after(CLOCK, Duration.ofMillis(200)));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().kind()).isEqualTo(Fault.Kind.TIMEOUT));
        }
    }

    @Test
    void send_writeThatIsNotAnswered_isUnknownAtTheDeadlineAndSentOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        TestServer.Answer hang = exchange -> awaitQuietly(never);
        try (TestServer server = clients.start(hang);
                ApiClient client = clients.client(clients.config(server))) {
            Reply reply = client.send(update(), Deadline.after(CLOCK, Duration.ofMillis(700)));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Unknown.class,
                            unknown -> assertThat(unknown.fault().kind()).isEqualTo(Fault.Kind.TIMEOUT));
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            assertThat(server.askedCount()).isZero();
            never.countDown();
        }
    }

    @Test
    void send_writeWhoseConnectionBreaks_isUnknownAndSentOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TestServer.Answer breaks = exchange -> {
            calls.incrementAndGet();
            exchange.close();
            throw new IOException("cut");
        };
        try (TestServer server = clients.start(breaks);
                ApiClient client = clients.client(clients.config(server))) {
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Unknown.class);
            assertThat(client.send(
                            new Request.Patch(OBJECT, PatchFormat.MERGE, object().json(), WriteOptions.DEFAULT),
                            soon()))
                    .isInstanceOf(Reply.Unknown.class);
            assertThat(client.send(
                            new Request.Delete(OBJECT, new Preconditions("u", "7"), WriteOptions.DEFAULT), soon()))
                    .isInstanceOf(Reply.Unknown.class);
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void send_interrupted_cancelsAndThrows() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestServer server = clients.start(exchange -> awaitQuietly(never));
                ApiClient client = clients.client(clients.config(server))) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(update(), soon());
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                }
            });
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            sender.interrupt();
            interrupted.await();
            never.countDown();
        }
    }

    @Test
    void send_longReply_isNotReadToItsEnd() throws Exception {
        ClientOptions small = new ClientOptions("test/1", Duration.ofSeconds(5), 100);
        try (TestServer server = clients.start(TestServer.json(200, "\"" + "x".repeat(200) + "\""));
                ApiClient client = new ApiClient(clients.config(server), small, CLOCK, clients.executor())) {
            assertThat(client.send(new Request.Get(OBJECT), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().message()).contains("longer than 100 bytes"));
        }
    }

    @Test
    void send_malformedReplyToAWrite_isUnknown() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, "{\"kind\":"));
                ApiClient client = clients.client(clients.config(server))) {
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Unknown.class);
            assertThat(client.send(new Request.Get(OBJECT), soon())).isInstanceOf(Reply.Unreachable.class);
        }
    }

    @Test
    void send_afterClose_isAFault() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP))) {
            ApiClient client = clients.client(clients.config(server));
            client.close();
            assertThat(client.send(update(), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().kind()).isEqualTo(Fault.Kind.CLOSED));
        }
    }

    @Test
    void dropConnections_breaksWhatIsUnderWayAndTheNextRequestConnectsAnew() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        TestServer.Answer hangFirst = exchange -> {
            if (calls.incrementAndGet() == 1) {
                awaitQuietly(never);
            } else {
                TestServer.json(200, MAP).write(exchange);
            }
        };
        try (TestServer server = clients.start(hangFirst);
                ApiClient client = clients.client(clients.config(server))) {
            Thread dropper = Thread.ofVirtual().start(() -> {
                awaitAsked(server);
                client.dropConnections();
            });
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Unknown.class);
            dropper.join();
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Success.class);
            never.countDown();
        }
    }

    private static void awaitAsked(TestServer server) {
        try {
            assertThat(server.takeAsked()).isNotNull();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
