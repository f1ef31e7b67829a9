package io.bellwether.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.MemoryLock;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.spring.boot.starter.FaultyLock.Weather;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Scenario 62. */
class ElectionHealthTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final List<String> PROBES = List.of(
            "bellwether.election.lease-duration=" + LEASE.toSeconds() + "s",
            "bellwether.election.stop-grace=500ms",
            "management.endpoint.health.probes.enabled=true",
            "management.endpoint.health.show-details=always");

    /** What the probes say at the moment of a jeopardy, and of its end. */
    static final class Moments {

        final BlockingQueue<Status> livenessInJeopardy = new LinkedBlockingQueue<>();
        final BlockingQueue<Status> readinessInJeopardy = new LinkedBlockingQueue<>();
        final BlockingQueue<Status> livenessWhenSafe = new LinkedBlockingQueue<>();
    }

    @Configuration(proxyBeanMethods = false)
    static class WithProbes {

        @Bean
        ElectionListener probing(ObjectProvider<HealthEndpoint> health, Moments moments) {
            return new ElectionListener() {
                @Override
                public void onJeopardy(Leadership leadership) {
                    moments.livenessInJeopardy.add(status(health.getObject(), "liveness"));
                    moments.readinessInJeopardy.add(status(health.getObject(), "readiness"));
                }

                @Override
                public void onSafe(Leadership leadership) {
                    moments.livenessWhenSafe.add(status(health.getObject(), "liveness"));
                }
            };
        }
    }

    private static Status status(HealthEndpoint health, String... path) {
        HealthComponent component = health.healthForPath(path);
        assertThat(component).isNotNull();
        return component.getStatus();
    }

    @Test
    void scenario62_readiness_isUpOnAStandby_andLivenessDownOnlyWhenOverdue() throws Exception {
        MemoryLock lock = new MemoryLock();
        FaultyLock way = new FaultyLock(lock, new SplittableRandom(1));
        Moments moments = new Moments();
        try (Replica leader = Replica.start("leader", List.of(way, moments), PROBES, WithProbes.class)) {
            leader.awaitStarted();
            try (Replica standby = Replica.start("standby", lock, PROBES)) {
                HealthEndpoint onStandby = standby.bean(HealthEndpoint.class);
                assertThat(status(onStandby, "readiness")).isEqualTo(Status.UP);
                assertThat(status(onStandby, "liveness")).isEqualTo(Status.UP);
                assertThat(status(onStandby, "leaderElection")).isEqualTo(Status.UP);
                HealthEndpoint onLeader = leader.bean(HealthEndpoint.class);
                assertThat(status(onLeader, "liveness")).isEqualTo(Status.UP);
                way.weather().set(Weather.CUT);
                assertThat(next(moments.livenessInJeopardy)).isEqualTo(Status.DOWN);
                assertThat(next(moments.readinessInJeopardy)).isEqualTo(Status.UP);
                way.weather().set(Weather.CLEAR);
                assertThat(next(moments.livenessWhenSafe)).isEqualTo(Status.UP);
                assertThat(onLeader.healthForPath("readiness", "leaderElection"))
                        .isNull();
            }
        }
    }

    /** The machine's clock, which a test can set forward. */
    private record Ahead(Clock clock, AtomicLong aheadNanos) implements Clock {

        @Override
        public long nanos() {
            return clock.nanos() + aheadNanos.get();
        }

        @Override
        public Instant wallTime() {
            return clock.wallTime();
        }
    }

    @Test
    void scenario62_standbyThatHearsNothingForFourLeases_isDownUntilItHears_andReadyAllTheSame() throws Exception {
        MemoryLock lock = new MemoryLock();
        FaultyLock way = new FaultyLock(lock, new SplittableRandom(1));
        Ahead clock = new Ahead(new SystemClock(), new AtomicLong());
        try (RealMachine real = RealMachine.open("blind-standby");
                SystemScheduler scheduler = new SystemScheduler("blind-standby-ahead", clock);
                Replica leader = Replica.start("leader", lock, PROBES)) {
            leader.awaitStarted();
            Machine machine = new Machine(
                    clock, scheduler, real.machine().executor(), real.machine().random());
            try (Replica standby = Replica.start("standby", List.of(way, machine), PROBES)) {
                HealthEndpoint health = standby.bean(HealthEndpoint.class);
                awaitFollowing(standby.bean(LeaderElection.class), "leader");
                way.weather().set(Weather.CUT);

                clock.aheadNanos().set(LEASE.multipliedBy(3).toNanos());
                assertThat(status(health, "liveness")).isEqualTo(Status.UP);

                clock.aheadNanos().set(LEASE.multipliedBy(4).plusNanos(1).toNanos());
                assertThat(status(health, "liveness")).isEqualTo(Status.DOWN);
                assertThat(health.healthForPath("leaderElection"))
                        .isInstanceOfSatisfying(
                                Health.class,
                                down -> assertThat(down.getDetails()).containsEntry("state", "BLIND"));
                assertThat(status(health, "readiness")).isEqualTo(Status.UP);
                assertThat(standby.bean(CurrentTerm.class).isLeader()).isFalse();

                way.weather().set(Weather.CLEAR);
                awaitStatus(health, Status.UP);
            }
        }
    }

    private static void awaitFollowing(LeaderElection election, String leader) {
        await(() -> election.observedLeader().filter(leader::equals).isPresent(), "follows " + leader);
    }

    private static void awaitStatus(HealthEndpoint health, Status status) {
        await(() -> status(health, "liveness").equals(status), "liveness " + status);
    }

    private static void await(BooleanSupplier condition, String what) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(Replica.PATIENCE_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static Status next(BlockingQueue<Status> moments) throws InterruptedException {
        Status status = moments.poll(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(status).isNotNull();
        return status;
    }
}
