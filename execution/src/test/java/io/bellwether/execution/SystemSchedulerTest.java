package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SystemSchedulerTest {

    private final SystemClock clock = new SystemClock();

    @Test
    void schedule_severalMoments_runInOrderAndNeverEarly() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(3);
        long start = clock.nanos();
        try (SystemScheduler scheduler = new SystemScheduler("scheduler-test", clock)) {
            for (int millis : new int[] {30, 10, 20}) {
                long at = start + TimeUnit.MILLISECONDS.toNanos(millis);
                scheduler.schedule(at, () -> {
                    ran.add(millis + (clock.nanos() - at >= 0 ? "" : " early"));
                    done.countDown();
                });
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).containsExactly("10", "20", "30");
    }

    @Test
    void schedule_momentPassed_runsAtOnce() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (SystemScheduler scheduler = new SystemScheduler("scheduler-test", clock)) {
            scheduler.schedule(clock.nanos() - 1, done::countDown);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancel_beforeItsTime_neverRuns() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        try (SystemScheduler scheduler = new SystemScheduler("scheduler-test", clock)) {
            long at = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(20);
            Scheduler.Timer timer = scheduler.schedule(at, () -> ran.add("cancelled"));
            scheduler.schedule(at, done::countDown);
            timer.cancel();
            timer.cancel();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void run_taskThrowsOrIsInterrupted_laterTasksRun() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (SystemScheduler scheduler = new SystemScheduler("scheduler-test", clock)) {
            scheduler.schedule(clock.nanos(), () -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("expected: logged as uncaught");
            });
            scheduler.schedule(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(5), done::countDown);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void close_withWaitingTasks_runsNoneOfThem() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        SystemScheduler scheduler = new SystemScheduler("scheduler-test", clock);
        scheduler.schedule(clock.nanos() + TimeUnit.HOURS.toNanos(1), () -> ran.add("waiting"));
        scheduler.close();
        scheduler.close();
        scheduler.schedule(clock.nanos(), () -> ran.add("late")).cancel();
        CountDownLatch passed = new CountDownLatch(1);
        try (SystemScheduler other = new SystemScheduler("scheduler-test-other", clock)) {
            other.schedule(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(20), passed::countDown);
            assertThat(passed.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).isEmpty();
    }
}
