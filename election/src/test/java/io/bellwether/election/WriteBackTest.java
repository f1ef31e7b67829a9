package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.execution.RealMachine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The leader alone writes back, everything in each new term: REQ-29. */
final class WriteBackTest {

    private final RealMachine machine = RealMachine.open("write-back-test");
    private final MemoryLock lock = new MemoryLock();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>(Map.of("x", 1));
    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        machine.close();
    }

    private WriteBack<String, Integer> gate(String name) {
        return new WriteBack<>(
                () -> Map.copyOf(statuses), (key, value, leadership) -> written.add(name + " " + key + "=" + value));
    }

    private LeaderElection election(String name) {
        return new LeaderElection(
                lock,
                machine.machine(),
                ElectionOptions.candidate(name).withTiming(ElectionTiming.ofLease(Duration.ofSeconds(1))));
    }

    private String next() throws InterruptedException {
        String next = written.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing within 20 s" : next;
    }

    @Test
    void offers_areWrittenByTheLeaderAloneAndEverythingInEachNewTerm() throws InterruptedException {
        WriteBack<String, Integer> firstGate = gate("a");
        WriteBack<String, Integer> secondGate = gate("b");
        try (LeaderElection first = election("a");
                LeaderElection second = election("b")) {
            firstGate.offer("early", 0);
            first.start(firstGate);
            assertThat(next()).isEqualTo("a x=1");
            second.start(secondGate);
            statuses.put("x", 2);
            secondGate.offer("x", 2);
            firstGate.offer("x", 2);
            assertThat(next()).isEqualTo("a x=2");
            first.close();
            assertThat(next()).isEqualTo("b x=2");
            firstGate.offer("x", 3);
            secondGate.offer("x", 4);
            assertThat(next()).isEqualTo("b x=4");
        }
        assertThat(written).isEmpty();
    }

    /** Nobody empties it, and nothing waits: the trap of a bounded queue. */
    @Test
    void offers_withoutALeader_areDroppedAtOnce() throws InterruptedException {
        WriteBack<String, Integer> gate = gate("a");
        for (int number = 0; number < 1_000_000; number++) {
            gate.offer("k" + number, number);
        }
        try (LeaderElection election = election("a")) {
            election.start(gate);
            assertThat(next()).isEqualTo("a x=1");
        }
        assertThat(written).isEmpty();
    }

    @Test
    void writer_thatFails_endsTheTermAndTheNextOneBeginsWithEverything() throws InterruptedException {
        BlockingQueue<Long> terms = new LinkedBlockingQueue<>();
        WriteBack<String, Integer> gate = new WriteBack<>(() -> Map.copyOf(statuses), (key, value, leadership) -> {
            terms.add(leadership.term());
            if (leadership.term() == 1) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        try (LeaderElection election = election("a")) {
            election.start(gate);
            assertThat(terms.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(terms.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }
}
