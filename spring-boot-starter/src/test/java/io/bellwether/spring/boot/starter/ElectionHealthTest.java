package io.bellwether.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.MemoryLock;
import io.bellwether.spring.boot.starter.FaultyLock.Weather;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Scenario 62. */
class ElectionHealthTest {

    private static final List<String> PROBES = List.of(
            "bellwether.election.lease-duration=10s",
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

    private static Status next(BlockingQueue<Status> moments) throws InterruptedException {
        Status status = moments.poll(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(status).isNotNull();
        return status;
    }
}
