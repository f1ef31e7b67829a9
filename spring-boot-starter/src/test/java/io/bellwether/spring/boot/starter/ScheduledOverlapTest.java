package io.bellwether.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LeaderElection;
import io.bellwether.election.MemoryLock;
import io.bellwether.spring.boot.starter.FaultyLock.Weather;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Scenario 61. */
class ScheduledOverlapTest {

    private static final int HANDOVERS = 12;
    private static final int RUNS = 3;
    private static final List<String> LEASE = List.of("bellwether.election.lease-duration=10s");

    /** What the jobs of both replicas work on. */
    static final class Ledger {

        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final Semaphore runs = new Semaphore(0);
        private final Set<String> workers = ConcurrentHashMap.newKeySet();

        void work(String who) {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            workers.add(who);
            runs.release();
            try {
                boolean unused = new CountDownLatch(1).await(15, TimeUnit.MILLISECONDS);
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    static class Job {

        private final Ledger ledger;
        private final String who;

        Job(Ledger ledger, String who) {
            this.ledger = ledger;
            this.who = who;
        }

        @LeaderOnly
        @Scheduled(fixedDelay = 5)
        public void run() {
            ledger.work(who);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class WithJob {
        @Bean
        Job job(Ledger ledger, @Value("${bellwether.election.identity}") String who) {
            return new Job(ledger, who);
        }
    }

    @Test
    void scenario61_scheduledLeaderOnlyMethods_ofTwoContextsWithFaults_neverOverlap() throws Exception {
        Ledger ledger = new Ledger();
        MemoryLock lock = new MemoryLock();
        FaultyLock wayOfA = new FaultyLock(lock, new SplittableRandom(1));
        FaultyLock wayOfB = new FaultyLock(lock, new SplittableRandom(2));
        try (Replica a = replica("a", wayOfA, ledger);
                Replica b = replica("b", wayOfB, ledger)) {
            wayOfA.weather().set(Weather.LOSSY);
            wayOfB.weather().set(Weather.LOSSY);
            for (int handover = 0; handover < HANDOVERS; handover++) {
                int forgotten = ledger.runs.drainPermits();
                assertThat(ledger.runs.tryAcquire(RUNS, Replica.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("handover %d, after %d runs", handover, forgotten)
                        .isTrue();
                a.bean(LeaderElection.class).resign();
                b.bean(LeaderElection.class).resign();
            }
            wayOfA.weather().set(Weather.CLEAR);
            wayOfB.weather().set(Weather.CLEAR);
        }
        assertThat(ledger.overlaps).hasValue(0);
        assertThat(ledger.workers).containsExactlyInAnyOrder("a", "b");
        assertThat(ledger.inside).hasValue(0);
    }

    private static Replica replica(String name, FaultyLock way, Ledger ledger) {
        return Replica.start(name, List.of(way, ledger), LEASE, WithJob.class);
    }
}
