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
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Guarantees G-E3, G-E7 and G-F1 with a Lease on our own API server. */
class LeaseElectionTest {
    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final ResourcePath LEASE = ResourcePath.object(LEASES, "default", "orders");

    private record Event(String what, long token) {}

    /** A server, and what is needed to take part in an election on it. */
    private static final class Arena implements AutoCloseable {
        final RealMachine real = RealMachine.open("lease-election-test");
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final TestServer server;
        final ApiClient client;

        Arena(Path directory) {
            server = new TestServer(directory);
            client = new ApiClient(
                    server.config(),
                    ClientOptions.of("test"),
                    real.machine().clock(),
                    real.machine().executor());
        }

        LeaseLock lock() {
            return LeaseLock.of(server.config(), "test", "default", "orders", real.machine());
        }

        LeaderElection candidate(LeaseLock lock, String name) {
            return candidate(lock, name, ElectionTiming.standard());
        }

        LeaderElection candidate(LeaseLock lock, String name, ElectionTiming timing) {
            return new LeaderElection(
                    lock,
                    real.machine(),
                    ElectionOptions.candidate(name).withTiming(timing).withListener(new ElectionListener() {
                        @Override
                        public void onStarted(Leadership leadership) {
                            events.add(new Event(
                                    name + " started", leadership.fencingToken().value()));
                        }

                        @Override
                        public void onStopped(Leadership leadership, EndReason reason) {
                            events.add(new Event(
                                    name + " stopped: " + reason,
                                    leadership.fencingToken().value()));
                        }
                    }));
        }

        Event next() throws InterruptedException {
            Event event = events.poll(60, TimeUnit.SECONDS);
            return event == null ? new Event("nothing within 60 s", 0) : event;
        }

        JsonNode spec() throws InterruptedException {
            return ((Reply.Success) send(new Request.Get(LEASE))).body().path("spec");
        }

        Reply send(Request request) throws InterruptedException {
            return client.send(request, Deadline.after(real.machine().clock(), Duration.ofSeconds(10)));
        }

        @Override
        public void close() {
            client.close();
            server.close();
            real.close();
        }
    }

    @Test
    void close_leader_standbyFollowsWithAGreaterTokenLongBeforeTheLeaseExpires(@TempDir Path directory)
            throws InterruptedException {
        try (Arena arena = new Arena(directory);
                LeaseLock firstLock = arena.lock();
                LeaseLock secondLock = arena.lock();
                LeaderElection first = arena.candidate(firstLock, "a", ElectionTiming.ofLease(Duration.ofMinutes(10)));
                LeaderElection second =
                        arena.candidate(secondLock, "b", ElectionTiming.ofLease(Duration.ofMinutes(10)))) {
            first.start();
            Event started = arena.next();
            assertThat(started.what()).isEqualTo("a started");
            second.start();
            first.close();
            assertThat(arena.next().what()).isEqualTo("a stopped: CLOSED");
            Event followed = arena.next();
            assertThat(followed.what()).isEqualTo("b started");
            assertThat(followed.token()).isGreaterThan(started.token());
            assertThat(arena.spec().path("holderIdentity").stringValue()).isEqualTo("b");
            assertThat(arena.spec().path("leaseTransitions").intValue()).isEqualTo(1);
        }
    }

    /** Scenario 36. */
    @Test
    void lease_deleted_endsTheTermAndTheNextOneHasAGreaterToken(@TempDir Path directory) throws InterruptedException {
        try (Arena arena = new Arena(directory);
                LeaseLock lock = arena.lock();
                LeaderElection election = arena.candidate(lock, "a")) {
            election.start();
            Event started = arena.next();
            Reply deleted = arena.send(new Request.Delete(LEASE, Preconditions.NONE, WriteOptions.DEFAULT));
            assertThat(deleted).isInstanceOf(Reply.Success.class);
            assertThat(arena.next().what()).isEqualTo("a stopped: LOCK_DELETED");
            Event again = arena.next();
            assertThat(again.what()).isEqualTo("a started");
            assertThat(again.token()).isGreaterThan(started.token());
        }
    }

    @Test
    void close_leader_leavesALeaseThatIsFreeAndWellFormed(@TempDir Path directory) throws InterruptedException {
        try (Arena arena = new Arena(directory);
                LeaseLock lock = arena.lock()) {
            try (LeaderElection election = arena.candidate(lock, "a")) {
                election.start();
                assertThat(arena.next().what()).isEqualTo("a started");
            }
            JsonNode spec = arena.spec();
            assertThat(spec.path("holderIdentity").stringValue()).isEmpty();
            assertThat(spec.path("leaseDurationSeconds").intValue()).isEqualTo(1);
            assertThat(spec.path("leaseTransitions").intValue()).isZero();
            assertThat(spec.path("renewTime").stringValue())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        }
    }
}
