package io.bellwether.execution;

/**
 * Runs a task later.
 *
 * <p>Threads: safe from any thread. Tasks run on the scheduler's own thread, one after the other, and must be short:
 * hand longer work to a {@link Mailbox} or an executor.
 */
public interface Scheduler {

    /**
     * Runs the task once when the clock has reached {@code atNanos}, never earlier; at once when that moment has
     * passed.
     *
     * @param atNanos a moment on the {@link Clock#nanos} scale of the clock that drives this scheduler
     * @return the handle that cancels the task
     */
    Timer schedule(long atNanos, Runnable task);

    /** A scheduled task. */
    interface Timer {

        /** Keeps the task from starting; no effect once it has started. Idempotent. */
        void cancel();
    }
}
