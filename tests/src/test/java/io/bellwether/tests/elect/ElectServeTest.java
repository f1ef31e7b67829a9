package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code elect serve}: what a program beside a candidate is told over HTTP. */
final class ElectServeTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static ElectScene scene;

    @BeforeAll
    static void startServer() throws Exception {
        scene = ElectScene.open(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        HTTP.close();
        scene.close();
    }

    @Test
    void leader_isToldItsTokenAndFence_everybodyElseWhoLeads(TestInfo test) throws Exception {
        try (ProgramProcess first = serve(test, "--identity=first", "--note=address=10.0.0.7:80")) {
            URI ofFirst = address(first);
            JsonNode leader = json(await(ofFirst, "/leader", 200));
            assertThat(leader.path("name").asString()).isEqualTo("first");
            assertThat(leader.path("fence").asString())
                    .isEqualTo("default/" + ElectScene.lease(test) + ";token="
                            + leader.path("token").asLong());
            assertThat(leader.path("validForMillis").asLong()).isBetween(1L, 15_000L);
            try (ProgramProcess second = serve(test, "--identity=second")) {
                URI ofSecond = address(second);
                JsonNode seen = json(awaitText(ofSecond, "/", "first"));
                assertThat(seen.path("notes").path("address").asString()).isEqualTo("10.0.0.7:80");
                assertThat(seen.path("token").asLong())
                        .isEqualTo(leader.path("token").asLong());
                assertThat(get(ofSecond, "/leader").statusCode()).isEqualTo(503);
                assertThat(get(ofSecond, "/readyz").statusCode()).isEqualTo(200);
                assertThat(get(ofSecond, "/livez").statusCode()).isEqualTo(200);
                assertThat(get(ofSecond, "/metrics").body())
                        .contains("leader_election_master_status{name=\"default/" + ElectScene.lease(test) + "\"} 0\n")
                        .contains(",holder=\"first\"} 1\n");
                first.signal("TERM");
                assertThat(first.awaitExit()).isZero();
                assertThat(json(await(ofSecond, "/leader", 200)).path("token").asLong())
                        .isGreaterThan(leader.path("token").asLong());
            }
        }
    }

    @Test
    void term_isToldAtOnce_andTheLeaseIsKeptForTheGrace(TestInfo test) throws Exception {
        try (ProgramProcess serve = serve(test, "--identity=me", "--grace=1h")) {
            URI address = address(serve);
            assertThat(await(address, "/leader", 200).body()).contains("\"leader\":true");
            serve.signal("TERM");
            assertThat(await(address, "/leader", 503).body()).contains("\"leader\":false");
            assertThat(await(address, "/readyz", 503).body()).isEqualTo("stopping\n");
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEqualTo("me");
            serve.signal("TERM");
            assertThat(serve.awaitExit()).isZero();
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEmpty();
        }
    }

    @Test
    void resign_isUnderstood(TestInfo test) throws Exception {
        try (ProgramProcess serve = serve(test, "--identity=me", "--grace=10ms")) {
            JsonNode before = json(await(address(serve), "/leader", 200));
            try (ProgramProcess resign = ProgramProcess.start(
                    Map.of(),
                    "elect",
                    "resign",
                    "--kubeconfig=" + scene.kubeconfig(),
                    "--lease=default/" + ElectScene.lease(test))) {
                resign.awaitLine("me has resigned");
                assertThat(resign.awaitExit()).isZero();
            }
            assertThat(before.path("token").asLong()).isEqualTo(1);
        }
    }

    @Test
    void serverThatHangs_endsTheLeadershipAndThenTheLiveness(TestInfo test) throws Exception {
        try (ProgramProcess serve = serve(test, "--lease-duration=1s", "--grace=10ms")) {
            URI address = address(serve);
            assertThat(await(address, "/leader", 200).body()).contains("validForMillis");
            scene.server().signal("STOP");
            try {
                assertThat(await(address, "/leader", 503).body()).contains("\"leader\":false");
                assertThat(await(address, "/livez", 503).body()).isNotEmpty();
                assertThat(awaitText(address, "/livez", "does not hear").statusCode())
                        .isEqualTo(503);
            } finally {
                scene.server().signal("CONT");
            }
            assertThat(await(address, "/livez", 200).body()).isEqualTo("ok\n");
        }
    }

    @Test
    void pages_refuseWhatTheyAreNotFor(TestInfo test) throws Exception {
        try (ProgramProcess serve = serve(test)) {
            URI address = address(serve);
            assertThat(get(address, "/nothing").statusCode()).isEqualTo(404);
            HttpRequest post = HttpRequest.newBuilder(address.resolve("/leader"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(HTTP.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
            HttpRequest head = HttpRequest.newBuilder(address).HEAD().build();
            assertThat(HTTP.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            try (ProgramProcess busy = serve(test, "--listen=127.0.0.1:" + address.getPort())) {
                busy.awaitLine("cannot listen on 127.0.0.1:" + address.getPort());
                assertThat(busy.awaitExit()).isEqualTo(1);
            }
        }
    }

    private static ProgramProcess serve(TestInfo test, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("elect", "serve"));
        if (List.of(options).stream().noneMatch(option -> option.startsWith("--listen"))) {
            arguments.add("--listen=127.0.0.1:0");
        }
        arguments.add("--lease=default/" + ElectScene.lease(test));
        arguments.add("--kubeconfig=" + scene.kubeconfig());
        arguments.addAll(List.of(options));
        return ProgramProcess.start(Map.of(), arguments.toArray(String[]::new));
    }

    private static URI address(ProgramProcess serve) throws InterruptedException {
        String line = serve.awaitLine("serving http://");
        return URI.create(line.substring(line.indexOf("http://")) + "/");
    }

    private static HttpResponse<String> await(URI address, String path, int code) throws Exception {
        long limit = limit();
        HttpResponse<String> answer = get(address, path);
        while (answer.statusCode() != code && System.nanoTime() < limit) {
            LockSupport.parkNanos(ElectScene.LOOK_EVERY_NANOS);
            answer = get(address, path);
        }
        assertThat(answer.statusCode()).as(path).isEqualTo(code);
        return answer;
    }

    private static HttpResponse<String> awaitText(URI address, String path, String text) throws Exception {
        long limit = limit();
        HttpResponse<String> answer = get(address, path);
        while (!answer.body().contains(text) && System.nanoTime() < limit) {
            LockSupport.parkNanos(ElectScene.LOOK_EVERY_NANOS);
            answer = get(address, path);
        }
        assertThat(answer.body()).contains(text);
        return answer;
    }

    private static long limit() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(ProgramProcess.PATIENCE_SECONDS);
    }

    private static HttpResponse<String> get(URI address, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
