package io.bellwether.client;

import static io.bellwether.client.TestClients.MAP;
import static io.bellwether.client.TestClients.OBJECT;
import static io.bellwether.client.TestClients.soon;
import static io.bellwether.client.TestClients.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.credential.ExecCommand;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client trusts, and as whom it speaks. */
final class ApiClientIdentityTest {

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
    void tls_unknownAuthority_isUnreachable() throws Exception {
        TlsSettings systemOnly = new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty());
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                ApiClient client = clients.client(clients.config(server.url(), systemOnly, new TokenSource.None()))) {
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
        try (TestServer server = clients.start(TestServer.json(200, MAP))) {
            URI byName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
            TlsSettings named = new TlsSettings(clients.trusting().trust(), "api.example", Optional.empty());
            TlsSettings wronglyNamed = new TlsSettings(clients.trusting().trust(), "other.example", Optional.empty());
            assertThat(clients.reply(clients.config(byName, clients.trusting(), new TokenSource.None())))
                    .isInstanceOf(Reply.Unreachable.class);
            assertThat(clients.reply(clients.config(byName, named, new TokenSource.None())))
                    .isInstanceOf(Reply.Success.class);
            assertThat(clients.reply(clients.config(byName, wronglyNamed, new TokenSource.None())))
                    .isInstanceOf(Reply.Unreachable.class);
        }
    }

    @Test
    void tls_trustAnything_acceptsAnyServerUnderAnyName() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP))) {
            URI byName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
            assertThat(clients.reply(clients.config(
                            byName,
                            new TlsSettings(new Trust.Anything(), "", Optional.empty()),
                            new TokenSource.None())))
                    .isInstanceOf(Reply.Success.class);
        }
    }

    @Test
    void tls_clientCertificate_isAcceptedByAServerThatNeedsOne() throws Exception {
        ClientCertificate alice = new ClientCertificate(
                new PemSource.Inline(clients.clientKeys().certificatePem()),
                new PemSource.Inline(clients.clientKeys().keyPem()));
        try (TestServer server = TestServer.start(
                clients.serverKeys(),
                TestClients.trustStoreOf(clients.clientKeys()),
                TestServer.Clients.WITH_CERTIFICATE,
                TestServer.json(200, MAP))) {
            ClientConfig asAlice = clients.config(
                    server.url(), clients.trusting().withClientCertificate(alice), new TokenSource.None());
            assertThat(clients.reply(asAlice)).isInstanceOf(Reply.Success.class);
            assertThat(clients.reply(clients.config(server))).isNotInstanceOf(Reply.Success.class);
        }
    }

    @Test
    void scenario28_token_inAFile_isReadForEachRequest() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                ApiClient client = clients.client(
                        clients.config(server.url(), clients.trusting(), new TokenSource.InFile(token)))) {
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
        try (TestServer server = clients.start(refuseThird);
                ApiClient client = clients.client(
                        clients.config(server.url(), clients.trusting(), new TokenSource.FromCommand(plugin)))) {
            for (String expected : List.of("t1-x", "t1-x", "t1-x", "t2-x")) {
                assertThat(client.send(new Request.Get(OBJECT), soon())).isNotInstanceOf(Reply.Unreachable.class);
                assertThat(server.takeAsked().headers().getFirst("Authorization"))
                        .isEqualTo("Bearer " + expected);
            }
        }
    }
}
