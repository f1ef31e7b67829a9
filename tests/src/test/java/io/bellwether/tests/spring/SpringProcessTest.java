package io.bellwether.tests.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Fence;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import io.bellwether.tests.program.ProgramProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Scenario 60 with processes: the application of {@code docs/spring-boot.md}, ended as an orchestrator ends it. */
class SpringProcessTest {

    private static final String PROGRAM = "io.bellwether.spring.boot.starter.example.OrdersApplication";
    private static final Path CLASSES = Path.of("../spring-boot-starter/target/test-classes");

    /** What a JVM exits with that was ended by SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    /** Long enough not to expire meanwhile; what fails is tried again in proportion to it. */
    private static final String LEASE_DURATION = "--bellwether.election.lease-duration=60s";

    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");

    private static final String LEADS = "leading as ";
    private static final String SETTLED = "settled under token ";

    @TempDir
    Path folder;

    @Test
    void scenario60_leadingApplicationTerminated_releasesAndTheOtherTakesOverAndItsTokenIsRefused() throws Exception {
        try (RealMachine real = RealMachine.open("spring-process-test");
                ProgramProcess server = up();
                ProgramProcess first = orders("orders-1");
                ApiClient client = client(real)) {
            assertThat(first.awaitLine(LEADS)).endsWith("orders-1");
            long token = token(first);
            try (ProgramProcess second = orders("orders-2")) {
                assertThat(write(client, real, "while-it-leads", token)).isInstanceOf(Reply.Success.class);

                first.signal("TERM");

                assertThat(first.awaitExit()).isEqualTo(TERMINATED);
                assertThat(first.hasPrinted("stopped: CLOSED")).isTrue();
                assertThat(holder(client, real)).isIn("", "orders-2");
                assertThat(write(client, real, "after-its-end", token))
                        .isInstanceOfSatisfying(
                                Reply.Failure.class,
                                refused -> assertThat(refused.status().code()).isEqualTo(412));
                assertThat(second.awaitLine(LEADS)).endsWith("orders-2");
                long next = token(second);
                assertThat(next).isGreaterThan(token);
                assertThat(write(client, real, "under-the-next", next)).isInstanceOf(Reply.Success.class);
                assertThat(server.isAlive()).isTrue();
            }
        }
    }

    private ProgramProcess up() throws IOException, InterruptedException {
        ProgramProcess server = ProgramProcess.start(
                Map.of(), "up", "--data-dir", folder.resolve("data").toString(), "--listen", "127.0.0.1:0");
        String unused = server.awaitLine("Bellwether is ready");
        return server;
    }

    private Path kubeconfig() {
        return folder.resolve("data/admin.kubeconfig");
    }

    private ProgramProcess orders(String identity) throws IOException {
        return ProgramProcess.startMain(
                CLASSES + File.pathSeparator + System.getProperty("java.class.path"),
                PROGRAM,
                "--spring.application.name=orders",
                "--bellwether.election.kubeconfig=" + kubeconfig(),
                "--bellwether.election.identity=" + identity,
                LEASE_DURATION);
    }

    private ApiClient client(RealMachine real) {
        return new ApiClient(
                Kubeconfig.load(kubeconfig()).context(""),
                ClientOptions.of("spring-process-test"),
                real.machine().clock(),
                real.machine().executor());
    }

    private static long token(ProgramProcess orders) throws InterruptedException {
        String line = orders.awaitLine(SETTLED);
        return Long.parseLong(line.substring(line.indexOf(SETTLED) + SETTLED.length()));
    }

    private static String holder(ApiClient client, RealMachine real) throws InterruptedException {
        Reply reply = client.send(new Request.Get(ResourcePath.object(LEASES, "default", "orders")), deadline(real));
        assertThat(reply).isInstanceOf(Reply.Success.class);
        return ((Reply.Success) reply)
                .object()
                .json()
                .path("spec")
                .path("holderIdentity")
                .asString("");
    }

    /** Writes what the application would write: the server looks at the token alone. */
    private static Reply write(ApiClient client, RealMachine real, String name, long token)
            throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("apiVersion", "v1").put("kind", "ConfigMap");
        order.putObject("metadata").put("name", name);
        WriteOptions fenced = WriteOptions.DEFAULT.fencedBy(new Fence("default", "orders", token));
        return client.send(
                new Request.Create(ResourcePath.in(CONFIG_MAPS, "default"), new ApiObject(order), fenced),
                deadline(real));
    }

    private static Deadline deadline(RealMachine real) {
        return Deadline.after(real.machine().clock(), Duration.ofSeconds(ProgramProcess.PATIENCE_SECONDS));
    }
}
