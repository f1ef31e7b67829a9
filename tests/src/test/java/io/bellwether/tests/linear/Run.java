package io.bellwether.tests.linear;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tasks that run together until one says that it is enough, or one fails.
 *
 * <p>Threads: safe from any thread.
 */
final class Run {

    private final CountDownLatch end = new CountDownLatch(1);

    /** What runs; it returns soon after the run has ended. */
    interface Task {
        void call() throws Exception;
    }

    boolean goesOn() {
        return end.getCount() > 0;
    }

    void stop() {
        end.countDown();
    }

    /** Waits that long, or until the end if that comes first. */
    void pause(long millis) throws InterruptedException {
        if (end.await(millis, TimeUnit.MILLISECONDS)) {
            end.countDown();
        }
    }

    /** Runs the tasks until all have returned; a failure of one ends the others and is thrown. */
    void all(List<Task> tasks, ExecutorService executor, Duration limit) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (Task task : tasks) {
            running.add(executor.submit(() -> {
                try {
                    task.call();
                    return "done";
                } catch (Exception | AssertionError failure) {
                    stop();
                    throw failure;
                }
            }));
        }
        try {
            for (Future<?> task : running) {
                task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a part of the run failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the run did not end within " + limit, late);
        } finally {
            stop();
        }
    }
}
