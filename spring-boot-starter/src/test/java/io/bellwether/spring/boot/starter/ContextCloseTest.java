package io.bellwether.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LeaderElection;
import io.bellwether.election.MemoryLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Scenario 60: closing a context drains and hands over, whoever closes it. */
class ContextCloseTest {

    /** Far above what a handover takes: who gets there before has not waited for the lease to expire. */
    private static final List<String> LONG_LEASE = List.of("bellwether.election.lease-duration=1h");

    private static final long RETRY_MILLIS = 5;

    private final MemoryLock lock = new MemoryLock();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** Works until it is told to stop, and says when it has. Fields of a proxy are not those of its target. */
    static class Work {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        CountDownLatch begun() {
            return begun;
        }

        CountDownLatch ended() {
            return ended;
        }

        @LeaderOnly
        public void untilInterrupted() {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                ended.countDown();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithWork {
        @Bean
        Work work() {
            return new Work();
        }
    }

    @Test
    void scenario60_closeOfTheLeader_drainsReleasesAndTheOtherLeads() throws Exception {
        Replica a = Replica.start("a", lock, LONG_LEASE, WithWork.class);
        long firstToken = a.awaitStarted().leadership().fencingToken().value();
        try (Replica b = Replica.start("b", lock, LONG_LEASE, WithWork.class)) {
            Work work = a.bean(Work.class);
            Future<?> call = executor.submit(() -> enterSoon(a, work));
            assertThat(work.begun().await(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            Replica.Events events = a.bean(Replica.Events.class);
            a.close();
            assertThat(work.ended().getCount()).isZero();
            assertThat(events.stopped).hasSize(1);
            assertThat(b.awaitStarted().leadership().fencingToken().value()).isGreaterThan(firstToken);
            call.get(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The gate opens after the listeners of the start have returned: a call that comes too early is skipped. */
    private static boolean enterSoon(Replica replica, Work work) throws InterruptedException {
        while (replica.context().isActive()) {
            work.untilInterrupted();
            if (work.begun().await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Closes its own context when the term has stopped. */
    static class ClosesWhenStopped {

        private final ConfigurableApplicationContext context;
        final CountDownLatch closed = new CountDownLatch(1);

        ClosesWhenStopped(ConfigurableApplicationContext context) {
            this.context = context;
        }

        @EventListener
        void on(LeadershipStopped stopped) {
            context.close();
            closed.countDown();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithCloser {
        @Bean
        ClosesWhenStopped closer(ConfigurableApplicationContext context) {
            return new ClosesWhenStopped(context);
        }
    }

    @Test
    void scenario60_closeFromOnStopped_waitsForNobody() throws Exception {
        Replica a = Replica.start("a", lock, LONG_LEASE, WithCloser.class);
        a.awaitStarted();
        try (Replica b = Replica.start("b", lock, LONG_LEASE)) {
            ClosesWhenStopped closer = a.bean(ClosesWhenStopped.class);
            a.bean(LeaderElection.class).resign();
            assertThat(closer.closed.await(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(a.context().isActive()).isFalse();
            b.awaitStarted();
        }
    }

    /** Closes its own context while it works as the leader. */
    static class ClosesAtWork {

        private final ConfigurableApplicationContext context;
        private final CountDownLatch closed = new CountDownLatch(1);

        ClosesAtWork(ConfigurableApplicationContext context) {
            this.context = context;
        }

        CountDownLatch closed() {
            return closed;
        }

        @LeaderOnly
        public void close() {
            context.close();
            closed.countDown();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithClosingWork {
        @Bean(destroyMethod = "")
        ClosesAtWork closingWork(ConfigurableApplicationContext context) {
            return new ClosesAtWork(context);
        }
    }

    @Test
    void scenario60_closeFromALeaderOnlyMethod_waitsForNobody() throws Exception {
        Replica a = Replica.start("a", lock, LONG_LEASE, WithClosingWork.class);
        a.awaitStarted();
        ClosesAtWork work = a.bean(ClosesAtWork.class);
        try (Replica b = Replica.start("b", lock, LONG_LEASE)) {
            Future<?> call = executor.submit(() -> {
                do {
                    work.close();
                } while (!work.closed().await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
                return true;
            });
            b.awaitStarted();
            call.get(Replica.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** As at the end of a process: another thread closes, while the main one does as well. */
    @Test
    void scenario60_closeFromAShutdownHookAndFromMainAtOnce_ends() throws Exception {
        Replica a = Replica.start("a", lock, LONG_LEASE);
        a.awaitStarted();
        Future<?> hook = executor.submit(a::close);
        a.close();
        hook.get(Duration.ofSeconds(Replica.PATIENCE_SECONDS).toMillis(), TimeUnit.MILLISECONDS);
        try (Replica b = Replica.start("b", lock, LONG_LEASE)) {
            b.awaitStarted();
        }
    }
}
