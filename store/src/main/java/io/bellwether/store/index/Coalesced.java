package io.bellwether.store.index;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one task on an executor, never twice at a time, at least once after each request; requests that arrive while it
 * runs are merged into one more run.
 *
 * <p>Threads: {@link #request} is safe from any thread and does not block.
 */
final class Coalesced {

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int AGAIN = 2;

    private final Executor executor;
    private final Runnable task;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    Coalesced(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Asks for a run that begins after this call. */
    void request() {
        if (state.getAndUpdate(now -> now == IDLE ? RUNNING : AGAIN) == IDLE) {
            executor.execute(this::run);
        }
    }

    private void run() {
        do {
            state.set(RUNNING);
            task.run();
        } while (!state.compareAndSet(RUNNING, IDLE));
    }
}
