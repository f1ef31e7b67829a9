package io.bellwether.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.client.credential.ExecCommand;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ApiClientTest {

    private static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");
    private static final ResourcePath OBJECT = ResourcePath.object(CONFIG_MAPS, "default", "a");
    private static final String MAP =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"}}";
    private static final SystemClock CLOCK = new SystemClock();

    @TempDir
    private static Path folder;

    private static TestKeys serverKeys;
    private static TestKeys clientKeys;
    private static ExecutorService executor;

    @BeforeAll
    static void createKeys() throws Exception {
        serverKeys = TestKeys.create(folder, "server", "EC", "ip:127.0.0.1,dns:api.example");
        clientKeys = TestKeys.create(folder, "alice", "RSA", "dns:alice");
        executor = Threads.virtual("client-test");
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    @Test
    void send_get_answersTheObjectAndTheWarnings() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.getResponseHeaders().add("Warning", "299 - \"old \\\"kind\\\"\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"second\"");
            TestServer.json(200, MAP).write(exchange);
        };
        try (TestServer server = start(answer);
                ApiClient client = client(config(server))) {
            Reply reply = client.send(new Request.Get(OBJECT), soon());
            assertThat(reply).isInstanceOfSatisfying(Reply.Success.class, success -> {
                assertThat(success.object().resourceVersion()).isEqualTo("7");
                assertThat(success.warnings()).containsExactly("old \"kind\"", "second");
            });
            TestServer.Asked asked = server.takeAsked();
            assertThat(asked.uri()).isEqualTo("/api/v1/namespaces/default/configmaps/a");
            assertThat(asked.headers().getFirst("Accept")).isEqualTo("application/json");
            assertThat(asked.headers().getFirst("User-Agent")).isEqualTo("test/1");
        }
    }

    @Test
    void send_write_carriesBodyFenceAndOptions() throws Exception {
        try (TestServer server = start(TestServer.json(201, MAP));
                ApiClient client = client(config(server))) {
            WriteOptions options = WriteOptions.DEFAULT
                    .fencedBy(new Fence("default", "demo", 3))
                    .dryRun()
                    .managedBy("me")
                    .strict();
            Reply reply =
                    client.send(new Request.Create(ResourcePath.in(CONFIG_MAPS, "default"), object(), options), soon());
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Success.class,
                            success -> assertThat(success.code()).isEqualTo(201));
            TestServer.Asked asked = server.takeAsked();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.uri())
                    .isEqualTo(
                            "/api/v1/namespaces/default/configmaps?dryRun=All&fieldManager=me&fieldValidation=Strict");
            assertThat(asked.headers().getFirst(Fence.HEADER)).isEqualTo("default/demo;token=3");
            assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(object().json());
        }
    }

    @Test
    void send_refused_answersTheStatusAndWhenToRetry() throws Exception {
        String status =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"slow down\",\"reason\":\"TooManyRequests\",\"code\":429,"
                        + "\"details\":{\"retryAfterSeconds\":4}}";
        try (TestServer server = start(TestServer.json(429, status));
                ApiClient client = client(config(server))) {
            Reply reply = client.send(new Request.Get(OBJECT), soon());
            assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class, failure -> {
                assertThat(failure.status().reason()).isEqualTo(StatusReason.TOO_MANY_REQUESTS);
                assertThat(failure.status().message()).isEqualTo("slow down");
                assertThat(failure.retryAfter()).contains(Duration.ofSeconds(4));
            });
        }
    }

    @Test
    void send_refusedBySomethingElse_makesAStatusOfCodeAndText() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "9");
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write("<html>proxy is tired</html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };
        try (TestServer server = start(answer);
                ApiClient client = client(config(server))) {
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
        try (TestServer server = start(answer);
                ApiClient client = client(config(server))) {
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Failure.class);
            assertThat(server.takeAsked().method()).isEqualTo("PUT");
            assertThat(server.askedCount()).isZero();
        }
    }

    @Test
    void send_textReply_isAJsonString() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        };
        try (TestServer server = start(answer);
                ApiClient client = client(config(server))) {
            Reply reply = client.send(new Request.Raw("/readyz?verbose"), soon());
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Success.class,
                            success -> assertThat(success.body().stringValue()).isEqualTo("ok"));
            assertThat(server.takeAsked().uri()).isEqualTo("/readyz?verbose");
        }
    }

    @Test
    void send_writeToNobody_isUnreachable() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("https://127.0.0.1:" + socket.getLocalPort());
        }
        try (ApiClient client = client(config(nobody, trusting(), new TokenSource.None()))) {
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
                ApiClient client = client(config(
                        URI.create("https://127.0.0.1:" + silent.getLocalPort()),
                        trusting(),
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
        try (TestServer server = start(hang);
                ApiClient client = client(config(server))) {
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
        try (TestServer server = start(breaks);
                ApiClient client = client(config(server))) {
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
    void send_delete_carriesItsPreconditions() throws Exception {
        try (TestServer server = start(TestServer.json(200, MAP));
                ApiClient client = client(config(server))) {
            assertThat(client.send(
                            new Request.Delete(OBJECT, new Preconditions("u", "7"), WriteOptions.DEFAULT), soon()))
                    .isInstanceOf(Reply.Success.class);
            assertThat(JsonMapper.shared().readTree(server.takeAsked().body()))
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"u\",\"resourceVersion\":\"7\"}}"));
        }
    }

    @Test
    void send_interrupted_cancelsAndThrows() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestServer server = start(exchange -> awaitQuietly(never));
                ApiClient client = client(config(server))) {
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
        try (TestServer server = start(TestServer.json(200, "\"" + "x".repeat(200) + "\""));
                ApiClient client = new ApiClient(config(server), small, CLOCK, executor)) {
            assertThat(client.send(new Request.Get(OBJECT), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().message()).contains("longer than 100 bytes"));
        }
    }

    @Test
    void send_malformedReplyToAWrite_isUnknown() throws Exception {
        try (TestServer server = start(TestServer.json(200, "{\"kind\":"));
                ApiClient client = client(config(server))) {
            assertThat(client.send(update(), soon())).isInstanceOf(Reply.Unknown.class);
            assertThat(client.send(new Request.Get(OBJECT), soon())).isInstanceOf(Reply.Unreachable.class);
        }
    }

    @Test
    void send_afterClose_isAFault() throws Exception {
        try (TestServer server = start(TestServer.json(200, MAP))) {
            ApiClient client = client(config(server));
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
        try (TestServer server = start(hangFirst);
                ApiClient client = client(config(server))) {
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

    @Test
    void tls_unknownAuthority_isUnreachable() throws Exception {
        TlsSettings systemOnly = new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty());
        try (TestServer server = start(TestServer.json(200, MAP));
                ApiClient client = client(config(server.url(), systemOnly, new TokenSource.None()))) {
            assertThat(client.send(update(), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().kind()).isEqualTo(Fault.Kind.TLS));
            assertThat(server.askedCount()).isZero();
        }
    }

    @Test
    void tls_otherHostInTheUrl_isRefusedUnlessTheServerNameSaysSo() throws Exception {
        try (TestServer server = start(TestServer.json(200, MAP))) {
            URI byName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
            TlsSettings named = new TlsSettings(trusting().trust(), "api.example", Optional.empty());
            TlsSettings wronglyNamed = new TlsSettings(trusting().trust(), "other.example", Optional.empty());
            assertThat(reply(config(byName, trusting(), new TokenSource.None())))
                    .isInstanceOf(Reply.Unreachable.class);
            assertThat(reply(config(byName, named, new TokenSource.None()))).isInstanceOf(Reply.Success.class);
            assertThat(reply(config(byName, wronglyNamed, new TokenSource.None())))
                    .isInstanceOf(Reply.Unreachable.class);
        }
    }

    @Test
    void tls_trustAnything_acceptsAnyServerUnderAnyName() throws Exception {
        try (TestServer server = start(TestServer.json(200, MAP))) {
            URI byName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
            assertThat(reply(config(
                            byName,
                            new TlsSettings(new Trust.Anything(), "", Optional.empty()),
                            new TokenSource.None())))
                    .isInstanceOf(Reply.Success.class);
        }
    }

    @Test
    void tls_clientCertificate_isAcceptedByAServerThatNeedsOne() throws Exception {
        ClientCertificate alice = new ClientCertificate(
                new PemSource.Inline(clientKeys.certificatePem()), new PemSource.Inline(clientKeys.keyPem()));
        try (TestServer server = TestServer.start(
                serverKeys, trustStoreOf(clientKeys), TestServer.Clients.WITH_CERTIFICATE, TestServer.json(200, MAP))) {
            ClientConfig asAlice =
                    config(server.url(), trusting().withClientCertificate(alice), new TokenSource.None());
            assertThat(reply(asAlice)).isInstanceOf(Reply.Success.class);
            assertThat(reply(config(server))).isNotInstanceOf(Reply.Success.class);
        }
    }

    @Test
    void token_inAFile_isReadForEachRequest() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        try (TestServer server = start(TestServer.json(200, MAP));
                ApiClient client = client(config(server.url(), trusting(), new TokenSource.InFile(token)))) {
            assertThat(client.send(new Request.Get(OBJECT), soon())).isInstanceOf(Reply.Success.class);
            assertThat(server.takeAsked().headers().getFirst("Authorization")).isEqualTo("Bearer first");
            Files.writeString(token, "second");
            assertThat(client.send(new Request.Get(OBJECT), soon())).isInstanceOf(Reply.Success.class);
            assertThat(server.takeAsked().headers().getFirst("Authorization")).isEqualTo("Bearer second");
            Files.delete(token);
            assertThat(client.send(update(), soon()))
                    .isInstanceOfSatisfying(
                            Reply.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.fault().kind()).isEqualTo(Fault.Kind.CREDENTIAL));
        }
    }

    @Test
    void token_fromAPlugin_isKeptUntilRefused() throws Exception {
        Path count = folder.resolve("count");
        String script = "echo run >>" + count + "; n=$(wc -l <" + count + "); "
                + "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t%s-%s\"}}' $n $SUFFIX";
        ExecCommand plugin = new ExecCommand(
                "client.authentication.k8s.io/v1",
                "sh",
                List.of("-c", script),
                Map.of("SUFFIX", "x"),
                Optional.empty(),
                "",
                folder);
        AtomicInteger calls = new AtomicInteger();
        TestServer.Answer refuseThird = exchange ->
                TestServer.json(calls.incrementAndGet() == 3 ? 401 : 200, MAP).write(exchange);
        try (TestServer server = start(refuseThird);
                ApiClient client = client(config(server.url(), trusting(), new TokenSource.FromCommand(plugin)))) {
            for (String expected : List.of("t1-x", "t1-x", "t1-x", "t2-x")) {
                assertThat(client.send(new Request.Get(OBJECT), soon())).isNotInstanceOf(Reply.Unreachable.class);
                assertThat(server.takeAsked().headers().getFirst("Authorization"))
                        .isEqualTo("Bearer " + expected);
            }
        }
    }

    private static Reply reply(ClientConfig config) throws InterruptedException {
        try (ApiClient client = client(config)) {
            return client.send(update(), soon());
        }
    }

    private static TestServer start(TestServer.Answer answer) throws Exception {
        return TestServer.start(serverKeys, trustStoreOf(clientKeys), TestServer.Clients.ANY, answer);
    }

    /** The client's own certificate as the authority for clients: it is self-signed. */
    private static KeyStore trustStoreOf(TestKeys keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("client", keys.store().getCertificate("it"));
        return store;
    }

    private static TlsSettings trusting() throws Exception {
        return new TlsSettings(
                new Trust.Authorities(new PemSource.Inline(serverKeys.certificatePem())), "", Optional.empty());
    }

    private static ClientConfig config(TestServer server) throws Exception {
        return config(server.url(), trusting(), new TokenSource.None());
    }

    private static ClientConfig config(URI server, TlsSettings tls, TokenSource token) {
        return new ClientConfig(server, tls, token, "default", Optional.empty(), "test");
    }

    private static ApiClient client(ClientConfig config) {
        return new ApiClient(config, new ClientOptions("test/1", Duration.ofSeconds(5), 1 << 20), CLOCK, executor);
    }

    private static Request update() {
        return new Request.Update(OBJECT, object(), WriteOptions.DEFAULT);
    }

    private static ApiObject object() {
        return new ApiObject((ObjectNode) JsonMapper.shared().readTree(MAP));
    }

    private static Deadline soon() {
        return Deadline.after(CLOCK, Duration.ofSeconds(20));
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
