package io.bellwether.election.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.election.lease.LeaseCandidacy.Versions;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Scenario 41, the candidate's object: it appears, answers pings, and goes. REQ-28. */
final class LeaseCandidacyTest {

    private final RealMachine machine = RealMachine.open("candidacy-test");
    private final OneObjectServer server;
    private final LeaseCandidacy candidacy;

    LeaseCandidacyTest() throws IOException {
        server = new OneObjectServer("/apis/coordination.k8s.io/v1beta1/namespaces/shop/leasecandidates", "a");
        ClientConfig config = new ClientConfig(
                server.url(),
                new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty()),
                new TokenSource.None(),
                "shop",
                Optional.empty(),
                "test");
        candidacy = new LeaseCandidacy(
                config, "test", "shop", "orders", "a", new Versions("1.4.0", "1.3.0"), machine.machine());
    }

    @AfterEach
    void stop() {
        machine.close();
        server.close();
    }

    @Test
    void start_createsTheCandidate() throws InterruptedException {
        candidacy.start();
        JsonNode spec = server.next().path("spec");
        assertThat(spec.path("leaseName").stringValue()).isEqualTo("orders");
        assertThat(spec.path("binaryVersion").stringValue()).isEqualTo("1.4.0");
        assertThat(spec.path("emulationVersion").stringValue()).isEqualTo("1.3.0");
        assertThat(spec.path("strategy").stringValue()).isEqualTo("OldestEmulationVersion");
        assertThat(spec.path("renewTime").stringValue()).matches("\\d{4}-.*T.*\\.\\d{6}Z");
    }

    @Test
    void ping_isAnswered() throws InterruptedException {
        candidacy.start();
        JsonNode created = server.next();
        server.awaitWatch();
        String ping = "2099-01-01T00:00:00.000000Z";
        server.edit(json -> json.withObject("/spec").put("pingTime", ping));
        JsonNode answer = server.next();
        assertThat(created.path("spec").has("pingTime")).isFalse();
        assertThat(answer.path("spec").path("renewTime").stringValue())
                .as("not before the question, whatever the clocks say")
                .isEqualTo(ping);
        assertThat(answer.path("spec").path("pingTime").stringValue()).isEqualTo(ping);
    }

    @Test
    void candidate_deletedByAnother_appearsAgain() throws InterruptedException {
        candidacy.start();
        JsonNode first = server.next();
        server.awaitWatch();
        server.delete();
        JsonNode second = server.next();
        assertThat(second.path("metadata").path("name"))
                .isEqualTo(first.path("metadata").path("name"));
    }

    @Test
    void close_deletesTheCandidate() throws InterruptedException {
        candidacy.start();
        JsonNode unused = server.next();
        candidacy.close();
        assertThat(server.next().isNull()).isTrue();
    }
}
