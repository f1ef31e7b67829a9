package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.http.Samples;
import io.bellwether.client.ClientConfig;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.RealMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Three candidates of one Lease in this JVM, as a service has them that runs for long: each with a connection of its
 * own, and with code that has run before. The leader resigns, again and again.
 *
 * <p>Threads: one caller.
 */
final class Resignations implements AutoCloseable {

    private static final int CANDIDATES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final RealMachine machine = RealMachine.open("benchmarks-election");
    private final List<LeaseLock> locks = new ArrayList<>();
    private final List<LeaderElection> elections = new ArrayList<>();
    private final BlockingQueue<Candidate.Started> starts = new LinkedBlockingQueue<>();
    private final BlockingQueue<LeaseWatch.Held> changes;
    private String leader = "";

    /** @param changes what a {@link LeaseWatch} of that Lease sees */
    Resignations(ClientConfig server, String namespace, String lease, BlockingQueue<LeaseWatch.Held> changes) {
        this.changes = changes;
        for (int index = 0; index < CANDIDATES; index++) {
            LeaseLock lock = LeaseLock.of(server, "benchmarks", namespace, lease, machine.machine());
            locks.add(lock);
            elections.add(new LeaderElection(lock, machine.machine(), candidate(String.valueOf(index))));
        }
    }

    private ElectionOptions candidate(String name) {
        return ElectionOptions.candidate(name).withListener(new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                starts.add(new Candidate.Started(name, System.nanoTime()));
            }
        });
    }

    /** Starts the candidates, and waits until one leads. */
    void begin() {
        elections.forEach(LeaderElection::start);
        leader = Handovers.await(starts, "the first leader").identity();
        LeaseWatch.Held first = Handovers.await(changes, "the first acquisition");
        if (!first.holder().equals(leader)) {
            throw new BenchmarkException("expected that " + leader + " holds the Lease, not " + first);
        }
    }

    /** So many resignations, each when all know the leader. */
    void resign(int times, Samples toStarted, Samples toAcquisition) {
        for (int time = 0; time < times; time++) {
            awaitKnown(leader);
            long sent = System.nanoTime();
            elections.get(Integer.parseInt(leader)).resign();
            LeaseWatch.Held released = Handovers.await(changes, "the release");
            LeaseWatch.Held acquired = Handovers.await(changes, "the acquisition");
            Candidate.Started started = Handovers.await(starts, "the successor");
            if (!released.holder().isEmpty() || !acquired.holder().equals(started.identity())) {
                throw new BenchmarkException("expected a release and then an acquisition, not " + released + acquired);
            }
            toStarted.add(started.atNanos() - sent);
            toAcquisition.add(acquired.atNanos() - released.atNanos());
            leader = started.identity();
        }
    }

    private void awaitKnown(String leader) {
        Optional<String> known = Optional.of(leader);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!elections.stream()
                .allMatch(election -> election.observedLeader().equals(known))) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchmarkException("not everybody knows that " + leader + " leads");
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    @Override
    public void close() {
        elections.forEach(LeaderElection::close);
        locks.forEach(LeaseLock::close);
        machine.close();
    }
}
