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
import io.bellwether.election.LockStore;
import io.bellwether.election.contract.LockProbe;
import io.bellwether.election.contract.WatchContract;
import io.bellwether.election.contract.WatchTape;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.lease.LeaseLocks;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Lease that shares its watch with others does what every lock does. Guarantees G-F1 and G-F3, P1. */
final class SharedLeaseContractTest implements WatchContract {

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
        opened.push(LeaseLocks.of(server().config(), "test", "default", real.machine()));
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Override
    public LockProbe probe() {
        return new LockProbe(locks().lock("contract"));
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

    private LeaseLocks locks() {
        return (LeaseLocks)
                opened.stream().filter(LeaseLocks.class::isInstance).findFirst().orElseThrow();
    }

    /** Each hears of its own Lease, late-comers too, and of nothing after it has left. */
    @Test
    void watches_ofSeveralLeases_eachDeliverTheirOwn() {
        LockProbe first = new LockProbe(locks().lock("first"));
        LockProbe second = new LockProbe(locks().lock("second"));
        LockSnapshot a = first.created("a");
        WatchTape firstTape = new WatchTape();
        WatchTape secondTape = new WatchTape();
        WatchTape late = new WatchTape();
        try (LockStore.Watch one = first.lock().watch(Optional.empty(), firstTape);
                LockStore.Watch other = second.lock().watch(Optional.empty(), secondTape)) {
            assertThat(firstTape.next()).isEqualTo(WatchTape.entry(a));
            LockSnapshot b = second.created("b");
            assertThat(secondTape.next()).isEqualTo(WatchTape.entry(b));
            try (LockStore.Watch third = second.lock().watch(Optional.empty(), late)) {
                assertThat(late.next()).isEqualTo(WatchTape.entry(b));
            }
            assertThat(firstTape.waiting()).isZero();
        }
    }

    /** What was deleted between the reading and the watching is said. */
    @Test
    void watch_ofALeaseDeletedSinceItWasRead_deliversTheDeletion() {
        LockProbe probe = probe();
        LockSnapshot read = probe.created("a");
        delete();
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.of(read.revision()), tape)) {
            assertThat(tape.next()).isEqualTo(WatchTape.DELETED);
        }
    }

    @Test
    void watch_whenTheServerGoes_isLost() {
        LockProbe probe = probe();
        LockSnapshot present = probe.created("a");
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.empty(), tape)) {
            assertThat(tape.next()).isEqualTo(WatchTape.entry(present));
            server().close();
            assertThat(tape.next()).startsWith("lost: ");
        }
    }
}
