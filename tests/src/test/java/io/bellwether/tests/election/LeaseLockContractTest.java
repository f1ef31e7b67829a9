package io.bellwether.tests.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Preconditions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.contract.LockProbe;
import io.bellwether.election.contract.WatchContract;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Lease on our own API server does what every lock does. Guarantees G-F1 and G-F3, P1. */
final class LeaseLockContractTest implements WatchContract {

    private static final ResourcePath LEASE =
            ResourcePath.object(new GroupVersionResource("coordination.k8s.io", "v1", "leases"), "default", "contract");

    @TempDir
    Path directory;

    private final RealMachine real = RealMachine.open("lease-contract-test");
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeEach
    void startServer() {
        opened.push(real);
        opened.push(new TestServer(directory));
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Override
    public LockProbe probe() {
        LeaseLock lock = LeaseLock.of(server().config(), "test", "default", "contract", real.machine());
        opened.push(lock);
        return new LockProbe(lock);
    }

    @Override
    public void delete() {
        try (ApiClient client = new ApiClient(
                server().config(),
                ClientOptions.of("test"),
                real.machine().clock(),
                real.machine().executor())) {
            Reply reply = client.send(
                    new Request.Delete(LEASE, Preconditions.NONE, WriteOptions.DEFAULT),
                    Deadline.after(real.machine().clock(), Duration.ofSeconds(20)));
            assertThat(reply).isInstanceOf(Reply.Success.class);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    private TestServer server() {
        return (TestServer)
                opened.stream().filter(TestServer.class::isInstance).findFirst().orElseThrow();
    }
}
