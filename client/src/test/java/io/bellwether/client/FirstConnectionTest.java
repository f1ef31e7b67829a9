package io.bellwether.client;

import static io.bellwether.client.TestClients.CLOCK;
import static io.bellwether.client.TestClients.MAP;
import static io.bellwether.client.TestClients.OBJECT;
import static io.bellwether.client.TestClients.soon;
import static io.bellwether.client.TestClients.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.credential.TokenSource;
import io.bellwether.execution.Deadline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection after a setback, which may take longer than any request can wait. */
final class FirstConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);

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
    void handshake_longerThanEachRequest_isMadeOnceAndUsedByTheLast() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), LONG)) {
            assertThat(faultOf(client.send(update(), shortly())).kind()).isEqualTo(Fault.Kind.TIMEOUT);
            awaitArrival(gate);
            client.dropConnections();

            for (Request request : List.of(update(), new Request.Get(OBJECT), update())) {
                Reply reply = client.send(request, shortly());
                assertThat(reply).isInstanceOf(Reply.Unreachable.class);
                assertThat(faultOf(reply).kind()).isEqualTo(Fault.Kind.CONNECT);
            }
            gate.openUp();

            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Success.class);
            assertThat(server.takeAsked().uri()).isEqualTo("/version");
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            awaitArrival(gate);
            assertThat(gate.arrived()).isEmpty();
        }
    }

    @Test
    void requests_atOnce_shareOneHandshake() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), LONG)) {
            client.dropConnections();
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 8)
                    .mapToObj(index -> later(client, soon()))
                    .toList();
            awaitArrival(gate);
            gate.openUp();

            for (CompletableFuture<Reply> reply : replies) {
                assertThat(reply.get(20, TimeUnit.SECONDS)).isInstanceOf(Reply.Success.class);
            }
            List<String> asked = new ArrayList<>();
            while (asked.size() < 9) {
                asked.add(server.takeAsked().uri());
            }
            assertThat(asked).containsOnlyOnce("/version");
        }
    }

    @Test
    void handshake_thatNeverEnds_isGivenUpAndBegunAgain() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), Duration.ofMillis(100))) {
            client.dropConnections();
            for (int attempt = 0; attempt < 3; attempt++) {
                Fault fault = faultOf(client.send(update(), soon()));

                assertThat(fault.kind()).isEqualTo(Fault.Kind.CONNECT);
                assertThat(fault.message()).contains("no connection within the time for it");
                awaitArrival(gate);
            }
        }
    }

    @Test
    void patience_doublesFromTheConnectTimeoutToEightSeconds() {
        assertThat(IntStream.range(0, 7).mapToObj(setbacks -> Connections.patience(Duration.ofSeconds(1), setbacks)))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 1L, 2L, 4L, 8L, 8L, 8L);
        assertThat(Connections.patience(LONG, 5)).isEqualTo(LONG);
    }

    @Test
    void server_thatAnswersNothingElse_isNotWaitedFor() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        TestServer.Answer answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/version")) {
                awaitQuietly(never);
            } else {
                TestServer.json(200, MAP).write(exchange);
            }
        };
        try (TestServer server = clients.start(answer);
                ApiClient client = client(server.url(), Duration.ofMillis(500))) {
            client.dropConnections();

            assertThat(sendUntilConnected(client)).isInstanceOf(Reply.Success.class);

            never.countDown();
        }
    }

    @Test
    void request_lateBecauseItWaitedForTheConnection_hasNothingAgainstTheConnection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        TestServer.Answer answer = exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/version")) {
                awaitQuietly(never);
            }
            TestServer.json(200, MAP).write(exchange);
        };
        try (TestServer server = clients.start(answer);
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), LONG)) {
            client.dropConnections();
            CompletableFuture<Reply> waited = later(client, Deadline.after(CLOCK, Duration.ofSeconds(2)));
            awaitArrival(gate);
            gate.openUp();

            assertThat(faultOf(waited.get(20, TimeUnit.SECONDS)).kind()).isEqualTo(Fault.Kind.CONNECT);
            assertThat(server.takeAsked().uri()).isEqualTo("/version");
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            assertThat(faultOf(client.send(update(), shortly())).kind()).isEqualTo(Fault.Kind.TIMEOUT);

            never.countDown();
        }
    }

    @Test
    void drop_whileOthersWaitForTheConnection_wakesThem() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), LONG)) {
            client.dropConnections();
            CompletableFuture<Reply> waits = later(client, Deadline.after(CLOCK, Duration.ofHours(1)));
            awaitArrival(gate);
            client.dropConnections();

            assertThat(waits.get(20, TimeUnit.SECONDS)).isInstanceOf(Reply.Unreachable.class);
        }
    }

    @Test
    void request_interruptedWhileItWaits_leavesTheConnectionToTheNext() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                SlowGate gate = SlowGate.to(server.url(), clients.executor());
                ApiClient client = client(gate.url(), LONG)) {
            client.dropConnections();
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread waits = Thread.ofVirtual().start(() -> {
                try {
                    Reply unexpected = client.send(update(), soon());
                    assertThat(unexpected).isNull();
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                }
            });
            awaitArrival(gate);
            waits.interrupt();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            gate.openUp();

            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Success.class);
            assertThat(gate.arrived()).isEmpty();
        }
    }

    private static ApiClient client(URI url, Duration connectTimeout) throws Exception {
        ClientConfig config = clients.config(url, clients.trusting(), new TokenSource.None());
        return new ApiClient(config, new ClientOptions("test/1", connectTimeout, 1 << 20), CLOCK, clients.executor());
    }

    private static Deadline shortly() {
        return Deadline.after(CLOCK, Duration.ofMillis(150));
    }

    private static CompletableFuture<Reply> later(ApiClient client, Deadline deadline) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.send(update(), deadline);
                    } catch (InterruptedException over) {
                        throw new IllegalStateException(over);
                    }
                },
                clients.executor());
    }

    /** On a machine that starves the first connections may take longer than they may; each may take twice as long. */
    private static Reply sendUntilConnected(ApiClient client) throws InterruptedException {
        Reply reply = client.send(update(), soon());
        for (int attempt = 0; attempt < 5 && !(reply instanceof Reply.Success); attempt++) {
            assertThat(faultOf(reply).kind()).isEqualTo(Fault.Kind.CONNECT);
            reply = client.send(update(), soon());
        }
        return reply;
    }

    private static void awaitArrival(SlowGate gate) throws InterruptedException {
        assertThat(gate.arrived().poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    private static Fault faultOf(Reply reply) {
        return switch (reply) {
            case Reply.Unreachable(Fault fault) -> fault;
            case Reply.Unknown(Fault fault) -> fault;
            case Reply.Success success -> throw new AssertionError("answered: " + success);
            case Reply.Failure failure -> throw new AssertionError("refused: " + failure);
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
