package io.bellwether.election.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.election.lease.LeaseRights.Verdict;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scenario 29, before the election begins: REQ-15. */
final class LeaseRightsTest {

    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private final RealMachine machine = RealMachine.open("rights-test");
    private final HttpServer server;

    LeaseRightsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        machine.close();
    }

    /** A server that lets its user do these verbs. */
    private LeaseRights rights(Set<String> allowed) throws InterruptedException {
        server.createContext(PATH, exchange -> {
            JsonNode attributes = JsonMapper.shared()
                    .readTree(exchange.getRequestBody())
                    .path("spec")
                    .path("resourceAttributes");
            String verb = attributes.path("verb").asString("");
            boolean isAsked = attributes.path("group").asString("").equals("coordination.k8s.io")
                    && attributes.path("resource").asString("").equals("leases")
                    && attributes.path("namespace").asString("").equals("shop")
                    && attributes.path("name").asString("").equals(verb.equals("create") ? "" : "orders");
            boolean answer = isAsked && allowed.contains(verb);
            byte[] body = ("{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                            + "\"status\":{\"allowed\":" + answer + ",\"reason\":\"as the test says\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return ask();
    }

    private LeaseRights ask() throws InterruptedException {
        server.start();
        ClientConfig config = new ClientConfig(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty()),
                new TokenSource.None(),
                "shop",
                Optional.empty(),
                "test");
        try (LeaseLock lock = LeaseLock.of(config, "test", "shop", "orders", machine.machine())) {
            return lock.rights(Deadline.after(machine.machine().clock(), Duration.ofSeconds(20)));
        }
    }

    @Test
    void rights_withEverything_suffice() throws InterruptedException {
        LeaseRights rights = rights(Set.of("get", "create", "update", "watch"));
        assertThat(rights.suffice()).isTrue();
        assertThat(rights.answers()).allMatch(answer -> answer.verdict() == Verdict.ALLOWED);
    }

    @Test
    void rights_withoutWatch_suffice() throws InterruptedException {
        LeaseRights rights = rights(Set.of("get", "create", "update"));
        assertThat(rights.suffice()).isTrue();
        assertThat(rights.answers().getLast().verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void rights_withoutUpdate_doNotSufficeAndNameVerbResourceAndNamespace() throws InterruptedException {
        LeaseRights rights = rights(Set.of("get", "create", "watch"));
        assertThat(rights.suffice()).isFalse();
        assertThat(rights.missing())
                .singleElement()
                .hasToString("update leases.coordination.k8s.io orders in namespace shop: denied (as the test says)");
        assertThat(rights.toString()).contains("create leases.coordination.k8s.io in namespace shop: allowed");
    }

    @Test
    void rights_ofAServerThatDoesNotAnswerSuchQuestions_areUnknownAndSuffice() throws InterruptedException {
        LeaseRights rights = ask();
        assertThat(rights.suffice()).isTrue();
        assertThat(rights.answers()).allMatch(answer -> answer.verdict() == Verdict.UNKNOWN);
    }
}
