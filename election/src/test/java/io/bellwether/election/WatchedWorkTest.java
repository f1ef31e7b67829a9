package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.RealMachine;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leader whose work hangs steps down: election §4.3, case s. */
final class WatchedWorkTest {

    private final RealMachine machine = RealMachine.open("watched-work-test");
    private final MemoryLock lock = new MemoryLock();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        machine.close();
    }

    private LeaderElection election(String name) {
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
                        .withTiming(ElectionTiming.ofLease(Duration.ofSeconds(2)))
                        .withListener(listener));
    }

    private LeaderWork watched(LeaderElection election, WatchedWork.Work work) {
        return new WatchedWork(machine.machine(), Duration.ofMillis(300), election::resign, work);
    }

    private String next() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing within 20 s" : event;
    }

    @Test
    void work_thatHangs_endsItsTermAndAnotherLeads() throws InterruptedException {
        try (LeaderElection first = election("a");
                LeaderElection second = election("b")) {
            first.start(watched(first, (leadership, pulse) -> new CountDownLatch(1).await()));
            assertThat(next()).isEqualTo("a started");
            second.start();
            assertThat(next()).isEqualTo("a stopped RESIGNED");
            assertThat(next()).isEqualTo("b started");
        }
    }

    @Test
    void work_thatGetsOn_keepsItsTerm() throws InterruptedException {
        CountDownLatch beaten = new CountDownLatch(20);
        try (LeaderElection election = election("a")) {
            election.start(watched(election, (leadership, pulse) -> {
                while (leadership.isValid()) {
                    pulse.beat();
                    beaten.countDown();
                    boolean unused = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                }
            }));
            assertThat(next()).isEqualTo("a started");
            assertThat(beaten.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(events).isEmpty();
            assertThat(election.current()).isPresent();
        }
    }
}
