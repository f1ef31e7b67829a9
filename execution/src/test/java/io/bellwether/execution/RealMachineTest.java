package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RealMachineTest {

    @Test
    void open_machine_runsTasksAndTimersOnNamedThreads() throws InterruptedException, ExecutionException {
        try (RealMachine real = RealMachine.open("orders")) {
            CompletableFuture<String> task = new CompletableFuture<>();
            CompletableFuture<String> timer = new CompletableFuture<>();
            Machine machine = real.machine();
            machine.executor()
                    .execute(() -> task.complete(Thread.currentThread().getName()));
            machine.scheduler()
                    .schedule(
                            machine.clock().nanos(),
                            () -> timer.complete(Thread.currentThread().getName()));
            assertThat(task.get()).isEqualTo("orders-1");
            assertThat(timer.get()).isEqualTo("orders-timer");
        }
    }

    @Test
    void close_taskBlocks_isInterrupted() throws InterruptedException {
        RealMachine real = RealMachine.open("orders");
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        real.machine().executor().execute(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        real.close();
        real.close();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
