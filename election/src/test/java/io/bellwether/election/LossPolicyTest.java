package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows when a term is lost (REQ-22), and what a candidate can be told, on real threads. */
final class LossPolicyTest {

    private static final ElectionTiming FAST = ElectionTiming.ofLease(Duration.ofSeconds(1));

    private final RealMachine machine = RealMachine.open("loss-test");
    private final MemoryLock lock = new MemoryLock();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void closeMachine() {
        machine.close();
    }

    private LeaderElection candidate(String name, LossPolicy policy) {
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                events.add(name + " started");
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                events.add(name + " stopped " + reason);
            }
        };
        return new LeaderElection(
                lock,
                machine.machine(),
                ElectionOptions.candidate(name)
                        .withTiming(FAST)
                        .withListener(listener)
                        .withNotes(Map.of("address", name + ":8080"))
                        .onLoss(policy));
    }

    private IntConsumer ending(String how) {
        return code -> events.add(how + " " + code);
    }

    private String next() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing within 20 s" : event;
    }

    @Test
    void exit_termLost_callsItAfterTheWorkHasStopped() throws InterruptedException {
        try (LeaderElection election = candidate("a", new LossPolicy.Exit(75, ending("exit")))) {
            election.start();
            assertThat(next()).isEqualTo("a started");
            lock.delete();
            assertThat(next()).isEqualTo("a stopped LOCK_DELETED");
            assertThat(next()).isEqualTo("exit 75");
        }
    }

    @Test
    void exit_resigned_isNotCalled() throws InterruptedException {
        try (LeaderElection election = candidate("a", new LossPolicy.Exit(75, ending("exit")))) {
            election.start();
            assertThat(next()).isEqualTo("a started");
            election.resign();
            assertThat(next()).isEqualTo("a stopped RESIGNED");
            assertThat(next()).isEqualTo("a started");
        }
    }

    @Test
    void close_termLost_closesTheElection() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        LeaderElection election = candidate("a", new LossPolicy.Close());
        Thread deleting = Threads.start("loss-test-outsider", () -> {
            try {
                boolean unused = working.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            lock.delete();
        });
        election.runWhileLeader(leadership -> {
            working.countDown();
            new CountDownLatch(1).await();
        });
        deleting.join();
        assertThat(election.status().stage()).isEqualTo(ElectionStatus.Stage.CLOSED);
    }

    /** REQ-22: work that outlives its term is ended with the process. */
    @Test
    void halt_workIgnoresTheEnd_callsItWhenTheValidityEnds() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        LeaderElection election = candidate("a", new LossPolicy.Halt(70, ending("halt")));
        election.start(leadership -> {
            boolean ended = false;
            while (!ended) {
                try {
                    ended = release.await(1, TimeUnit.HOURS);
                } catch (InterruptedException ignored) {
                    ended = false;
                }
            }
        });
        assertThat(next()).isEqualTo("a started");
        lock.delete();
        assertThat(next()).isEqualTo("halt 70");
        release.countDown();
        assertThat(next()).isEqualTo("a stopped LOCK_DELETED");
        election.close();
    }

    @Test
    void halt_workStopsInTime_isNotCalled() throws InterruptedException {
        try (LeaderElection election = candidate("a", new LossPolicy.Halt(70, ending("halt")))) {
            election.start();
            assertThat(next()).isEqualTo("a started");
            lock.delete();
            assertThat(next()).isEqualTo("a stopped LOCK_DELETED");
            assertThat(next()).isEqualTo("a started");
        }
        assertThat(next()).isEqualTo("a stopped CLOSED");
    }

    @Test
    void pause_leader_letsTheOtherLeadUntilItPauses() throws InterruptedException {
        try (LeaderElection first = candidate("a", new LossPolicy.Recampaign());
                LeaderElection second = candidate("b", new LossPolicy.Recampaign())) {
            first.start();
            assertThat(next()).isEqualTo("a started");
            second.start();
            first.pause();
            assertThat(next()).isEqualTo("a stopped PAUSED");
            assertThat(next()).isEqualTo("b started");
            first.resume();
            second.pause();
            assertThat(next()).isEqualTo("b stopped PAUSED");
            assertThat(next()).isEqualTo("a started");
        }
    }

    /** Scenario 8. */
    @Test
    void scenario8_resignTo_theNamedSuccessorFollows() throws InterruptedException {
        try (LeaderElection first = candidate("a", new LossPolicy.Recampaign());
                LeaderElection second = candidate("b", new LossPolicy.Recampaign());
                LeaderElection third = candidate("c", new LossPolicy.Recampaign())) {
            first.start();
            assertThat(next()).isEqualTo("a started");
            second.start();
            third.start();
            first.resignTo("c");
            assertThat(next()).isEqualTo("a stopped RESIGNED");
            assertThat(next()).isEqualTo("c started");
        }
    }

    /** REQ-21, REQ-26. */
    @Test
    void status_leaderAndStandby_sayWhoLeadsAndThatTheyAreWell() throws InterruptedException {
        try (LeaderElection first = candidate("a", new LossPolicy.Recampaign())) {
            assertThat(first.status().stage()).isEqualTo(ElectionStatus.Stage.NEW);
            first.start();
            assertThat(next()).isEqualTo("a started");
            ElectionStatus status = first.status();
            assertThat(status.stage()).isEqualTo(ElectionStatus.Stage.LEADING);
            LeaderView leader = status.leader().orElseThrow();
            assertThat(leader.holder()).isEqualTo("a");
            assertThat(leader.notes()).containsEntry("address", "a:8080");
            assertThat(leader.lease()).isEqualTo(Duration.ofSeconds(1));
            assertThat(status.health(Duration.ofSeconds(10))).isEqualTo(ElectionStatus.Health.WELL);
        }
    }
}
