package io.bellwether.election.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.MemoryLock;
import io.bellwether.election.routing.LeaderEndpoint.Endpoint;
import io.bellwether.election.routing.LeaderLabel.Labelling;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Traffic follows the leader: REQ-37. */
final class RoutingTest {

    private static final String PODS = "/api/v1/namespaces/shop/pods/";
    private static final String SLICE = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/orders-leader";

    private final RealMachine machine = RealMachine.open("routing-test");
    private final MemoryLock lock = new MemoryLock();
    private final ObjectsServer server;
    private final ApiClient client;

    RoutingTest() throws IOException {
        server = new ObjectsServer();
        ClientConfig config = new ClientConfig(
                server.url(),
                new TlsSettings(new Trust.SystemAuthorities(), "", Optional.empty()),
                new TokenSource.None(),
                "shop",
                Optional.empty(),
                "test");
        client = new ApiClient(
                config,
                ClientOptions.of("test"),
                machine.machine().clock(),
                machine.machine().executor());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        machine.close();
    }

    private LeaderElection election(String name, ElectionListener listener) {
        return new LeaderElection(
                lock, machine.machine(), ElectionOptions.candidate(name).withListener(listener));
    }

    private void pod(String name, String labels) {
        server.put(PODS + name, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels + "}}}");
    }

    private LeaderLabel label(String pod) {
        return new LeaderLabel(client, machine.machine(), new Labelling("shop", pod, "app=orders", "role", "leader"));
    }

    private static boolean isLabelled(JsonNode pod) {
        return pod.path("metadata").path("labels").path("role").asString("").equals("leader");
    }

    @Test
    void label_ofTheLeadersPod_isGivenAndTakenFromOneThatDied() throws InterruptedException {
        pod("a", "\"app\":\"orders\"");
        pod("dead", "\"app\":\"orders\",\"role\":\"leader\"");
        pod("other", "\"app\":\"letters\",\"role\":\"leader\"");
        server.refuse(2);
        try (LeaderElection election = election("a", label("a"))) {
            election.start();
            assertThat(server.await(PODS + "a", RoutingTest::isLabelled)).isPresent();
            assertThat(server.await(PODS + "dead", pod -> !isLabelled(pod))).isPresent();
            assertThat(server.await(PODS + "other", RoutingTest::isLabelled))
                    .as("of another service")
                    .isPresent();
            election.close();
            assertThat(server.await(PODS + "a", pod -> !isLabelled(pod))).isPresent();
        }
    }

    private LeaderEndpoint endpoint(String address) {
        return new LeaderEndpoint(client, machine.machine(), new Endpoint("shop", "orders", address, "http", 8080));
    }

    private static boolean pointsTo(JsonNode slice, String address) {
        JsonNode endpoints = slice.path("endpoints");
        return endpoints.size() == 1
                && endpoints.path(0).path("addresses").path(0).asString("").equals(address);
    }

    @Test
    void endpointSlice_isCreatedAndFollowsTheLeader() throws InterruptedException {
        try (LeaderElection first = election("a", endpoint("10.0.0.1"));
                LeaderElection second = election("b", endpoint("10.0.0.2"))) {
            first.start();
            Optional<JsonNode> slice = server.await(SLICE, found -> pointsTo(found, "10.0.0.1"));
            assertThat(slice).isPresent();
            assertThat(slice.get()
                            .path("metadata")
                            .path("labels")
                            .path("kubernetes.io/service-name")
                            .stringValue())
                    .isEqualTo("orders");
            assertThat(slice.get().path("ports").path(0).path("port").intValue())
                    .isEqualTo(8080);
            second.start();
            first.close();
            assertThat(server.await(SLICE, found -> pointsTo(found, "10.0.0.2")))
                    .isPresent();
        }
    }
}
