package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import io.bellwether.execution.RealMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole election on real threads, over a lock in memory. Guarantees G-E4 and G-E6. */
final class LeaderElectionTest {

    private static final ElectionTiming FAST = ElectionTiming.ofLease(Duration.ofSeconds(1));

    private final RealMachine machine = RealMachine.open("election-test");
    private final MemoryLock lock = new MemoryLock();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void closeMachine() {
        machine.close();
    }

    private LeaderElection candidate(String name) {
        return new LeaderElection(
                lock,
                machine.machine(),
                ElectionOptions.candidate(name).withTiming(FAST).withListener(recording(name)));
    }

    private ElectionListener recording(String name) {
        return new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                events.add(name + " started " + leadership.fencingToken());
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                events.add(name + " stopped " + reason);
            }
        };
    }

    private String next() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing within 20 s" : event;
    }

    private static void block(Leadership leadership) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void close_leader_stopsItsWorkThenReleasesAndTheStandbyLeads() throws InterruptedException {
        List<String> order = new ArrayList<>();
        CountDownLatch working = new CountDownLatch(1);
        try (LeaderElection first = candidate("a");
                LeaderElection second = candidate("b")) {
            first.start(leadership -> {
                working.countDown();
                try {
                    block(leadership);
                } finally {
                    order.add("valid " + leadership.isValid());
                    order.add("holder " + lock.current().orElseThrow().record().holder());
                }
            });
            assertThat(next()).isEqualTo("a started 1");
            assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
            second.start(LeaderElectionTest::block);
            first.close();
            assertThat(next()).isEqualTo("a stopped CLOSED");
            assertThat(next()).isEqualTo("b started 3");
            assertThat(order).containsExactly("valid false", "holder a");
            assertThat(second.current().orElseThrow().isValid()).isTrue();
        }
        assertThat(next()).isEqualTo("b stopped CLOSED");
        assertThat(lock.current().orElseThrow().record().isFree()).isTrue();
    }

    @Test
    void resign_withAStandby_isFollowedByIt() throws InterruptedException {
        try (LeaderElection first = candidate("a");
                LeaderElection second = candidate("b")) {
            first.start();
            assertThat(next()).isEqualTo("a started 1");
            second.start();
            first.resign();
            assertThat(next()).isEqualTo("a stopped RESIGNED");
            assertThat(next()).isEqualTo("b started 3");
        }
    }

    @Test
    void scenario11_work_throws_endsTheTermAndIsTriedAgain() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        try (LeaderElection election = candidate("a")) {
            election.start(leadership -> {
                if (runs.incrementAndGet() == 1) {
                    throw new IllegalStateException("expected: logged");
                }
                block(leadership);
            });
            assertThat(next()).isEqualTo("a started 1");
            assertThat(next()).isEqualTo("a stopped WORK_FAILED");
            assertThat(next()).isEqualTo("a started 3");
        }
    }

    @Test
    void lock_deleted_endsTheTermAndBeginsAnother() throws InterruptedException {
        try (LeaderElection election = candidate("a")) {
            election.start(LeaderElectionTest::block);
            assertThat(next()).isEqualTo("a started 1");
            lock.delete();
            assertThat(next()).isEqualTo("a stopped LOCK_DELETED");
            assertThat(next()).isEqualTo("a started 3");
        }
    }

    /** Scenario 7: work that does not stop is never released behind. */
    @Test
    void scenario07_close_workDoesNotStop_isBoundedAndReleasesNothing() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(1);
        LeaderElection election = candidate("a");
        election.start(leadership -> {
            working.countDown();
            boolean ended = false;
            while (!ended) {
                try {
                    ended = release.await(1, TimeUnit.HOURS);
                } catch (InterruptedException ignored) {
                    ended = false;
                }
            }
        });
        assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
        long start = machine.machine().clock().nanos();
        election.close();
        Duration took = Duration.ofNanos(machine.machine().clock().nanos() - start);
        assertThat(took).isLessThanOrEqualTo(election.closeLimit().plusSeconds(1));
        assertThat(lock.current().orElseThrow().record().holder()).isEqualTo("a");
        release.countDown();
    }

    /** Scenario 10. */
    @Test
    void scenario10_listener_blocksInOnStarted_renewalsGoOnAndStoppedComesAfterIt() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        ElectionListener blocking = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                called.countDown();
                try {
                    events.add("released " + release.await(1, TimeUnit.HOURS));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                events.add("stopped " + reason);
            }
        };
        try (LeaderElection election = new LeaderElection(
                lock,
                machine.machine(),
                ElectionOptions.candidate("a").withTiming(FAST).withListener(blocking))) {
            election.start(LeaderElectionTest::block);
            assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
            String acquired = lock.current().orElseThrow().record().nonce();
            BlockingQueue<String> renewals = new LinkedBlockingQueue<>();
            try (LockStore.Watch ignored = lock.watch(Optional.empty(), new RecordingWatch(renewals))) {
                assertThat(renewals.poll(60, TimeUnit.SECONDS)).isNotNull();
                assertThat(renewals.poll(60, TimeUnit.SECONDS)).isNotEqualTo(acquired);
            }
            election.resign();
            release.countDown();
            assertThat(next()).isEqualTo("released true");
            assertThat(next()).isEqualTo("stopped RESIGNED");
        }
    }

    /** Scenario 9. */
    @Test
    void scenario09_close_neverLed_announcesNothing() throws InterruptedException {
        try (LeaderElection leader = candidate("a")) {
            leader.start();
            assertThat(next()).isEqualTo("a started 1");
            LeaderElection standby = candidate("b");
            standby.start();
            standby.close();
            standby.close();
            assertThat(events).isEmpty();
        }
    }

    @Test
    void close_fromTheWorkItself_returnsAtOnceAndEndsTheElection() throws InterruptedException {
        LeaderElection election = candidate("a");
        election.runWhileLeader(leadership -> election.close());
        assertThat(next()).isEqualTo("a started 1");
        assertThat(lock.current().orElseThrow().record().isFree()).isTrue();
    }

    @Test
    void runWhileLeader_interrupted_stopsTheWorkFirst() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        LeaderElection election = candidate("a");
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> election.runWhileLeader(leadership -> {
                    working.countDown();
                    caller.interrupt();
                    block(leadership);
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(lock.current().orElseThrow().record().isFree()).isTrue();
    }

    @Test
    void observer_watches_knowsTheLeaderAndNeverLeads() throws InterruptedException {
        BlockingQueue<Optional<String>> seen = new LinkedBlockingQueue<>();
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onLeaderChanged(Optional<String> holder) {
                seen.add(holder);
            }
        };
        try (LeaderElection observer = new LeaderElection(
                        lock,
                        machine.machine(),
                        ElectionOptions.observer("o").withTiming(FAST).withListener(listener));
                LeaderElection leader = candidate("a")) {
            observer.start();
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEmpty();
            leader.start();
            assertThat(seen.poll(60, TimeUnit.SECONDS)).contains("a");
            assertThat(observer.observedLeader()).contains("a");
            assertThat(observer.current()).isEmpty();
        }
    }

    @Test
    void start_twice_isRefused() {
        try (LeaderElection election = candidate("a")) {
            election.start();
            assertThatThrownBy(election::start).isInstanceOf(IllegalStateException.class);
        }
        LeaderElection closed = candidate("b");
        closed.close();
        assertThatThrownBy(closed::start).isInstanceOf(IllegalStateException.class);
    }

    /**
     * It is not refused, since no static field counts elections: the second one tells itself from the first by its
     * writes.
     */
    @Test
    void scenario43_sameElectionOpenedTwice_isSaidAndLedOnce() throws InterruptedException {
        ElectionListener noticing = new ElectionListener() {
            @Override
            public void onNotice(Notice notice) {
                if (notice instanceof Notice.DuplicateIdentity) {
                    events.add("said");
                }
            }
        };
        ElectionOptions options = ElectionOptions.candidate("a").withTiming(FAST);
        try (LeaderElection first = candidate("a");
                LeaderElection second = new LeaderElection(lock, machine.machine(), options.withListener(noticing))) {
            first.start();
            assertThat(next()).isEqualTo("a started 1");
            second.start();
            assertThat(next()).isEqualTo("said");
            assertThat(first.current().orElseThrow().isValid()).isTrue();
            assertThat(second.current()).isEmpty();
        }
    }

    @Test
    void scenario44_options_emptyIdentity_isRefused() {
        assertThatThrownBy(() -> ElectionOptions.candidate(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
