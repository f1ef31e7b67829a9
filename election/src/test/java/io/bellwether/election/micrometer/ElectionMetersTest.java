package io.bellwether.election.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.MemoryLock;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.RealMachine;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of election §5.4, over real elections. */
final class ElectionMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RealMachine machine = RealMachine.open("meters-test");
    private final MemoryLock lock = new MemoryLock();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        machine.close();
    }

    private LeaderElection measured(String name, ElectionMeters meters) {
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                events.add(name + " started");
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                events.add(name + " stopped");
            }

            @Override
            public void onLeaderChanged(Optional<String> holder) {
                events.add(name + " sees " + holder.orElse("nobody"));
            }
        };
        LeaderElection election = new LeaderElection(
                meters.measuring(lock),
                machine.machine(),
                ElectionOptions.candidate(name)
                        .withTiming(ElectionTiming.ofLease(Duration.ofSeconds(1)))
                        .withListener(meters.measuring(listener)));
        meters.of(election);
        return election;
    }

    private ElectionMeters meters(String election) {
        return new ElectionMeters(registry, election, machine.machine().clock());
    }

    private void await(String event) throws InterruptedException {
        String next = events.poll(20, TimeUnit.SECONDS);
        while (next != null && !next.equals(event)) {
            next = events.poll(20, TimeUnit.SECONDS);
        }
        assertThat(next).isEqualTo(event);
    }

    private double value(String meter, String election, String... tags) {
        return registry.get(meter)
                .tag("election", election)
                .tags(tags)
                .meters()
                .iterator()
                .next()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void meters_beforeTheElectionBegins_existWithZero() {
        ElectionMeters meters = meters("x");
        var unusedLock = meters.measuring(lock);
        var unusedListener = meters.measuring(new ElectionListener() {});
        Set<String> names = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                // The simple registry shows the buckets of a timer as gauges of their own.
                .filter(name -> !name.endsWith(".histogram"))
                .collect(Collectors.toSet());
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "leader.election.master.status",
                        "leader.election.slowpath",
                        "leader.election.validity.remaining",
                        "leader.election.term",
                        "leader.election.transitions",
                        "leader.election.renew.duration",
                        "leader.election.attempts",
                        "leader.election.jeopardy",
                        "leader.election.clock.pause",
                        "leader.election.handover",
                        "leader.election.duplicate.identity",
                        "leader.election.work.stop");
        assertThat(value("leader.election.master.status", "x", "name", "x")).isZero();
        assertThat(value("leader.election.transitions", "x", "reason", "foreign_holder"))
                .isZero();
        assertThat(value("leader.election.attempts", "x", "op", "renew", "outcome", "unknown"))
                .isZero();
    }

    @Test
    void meters_ofALeader_showItsTerm() throws InterruptedException {
        try (LeaderElection election = measured("a", meters("a"))) {
            election.start();
            await("a started");
            assertThat(value("leader.election.master.status", "a")).isEqualTo(1);
            assertThat(value("leader.election.term", "a")).isEqualTo(1);
            assertThat(value("leader.election.validity.remaining", "a")).isBetween(0.1, 1.0);
            assertThat(value("leader.election.attempts", "a", "op", "acquire", "outcome", "applied"))
                    .isEqualTo(1);
            election.close();
            assertThat(value("leader.election.master.status", "a")).isZero();
            assertThat(value("leader.election.transitions", "a", "reason", "closed"))
                    .isEqualTo(1);
            assertThat(registry.get("leader.election.work.stop").timer().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void meters_ofASuccessor_countAGracefulHandoverAndShowTheHolder() throws InterruptedException {
        try (LeaderElection first = measured("a", meters("a"));
                LeaderElection second = measured("b", meters("b"))) {
            first.start();
            await("a started");
            second.start();
            await("b sees a");
            assertThat(value("leader.election.observed.leader.info", "b", "holder", "a"))
                    .isEqualTo(1);
            first.close();
            await("b started");
            assertThat(handovers("b", "graceful")).isEqualTo(1);
            assertThat(handovers("b", "crash")).isZero();
        }
    }

    private long handovers(String election, String kind) {
        return registry.get("leader.election.handover")
                .tag("election", election)
                .tag("kind", kind)
                .timer()
                .count();
    }
}
