package io.bellwether.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Owns a component's state: runs tasks one at a time, in the order of their arrival, on the threads of another
 * executor.
 *
 * <p>Shape: bounded; what a task wrote is visible to the next one. A turn runs at most {@value #TURN} tasks and then
 * queues again, so that many mailboxes share one thread fairly.
 *
 * <p>Threads: {@link #execute} is safe from any thread, also from inside a task, and never blocks. The lock covers the
 * queue only, never a task.
 *
 * <p>Errors: at the bound, or when the underlying executor has shut down, {@link #execute} throws
 * {@link RejectedExecutionException} and the task never runs. An exception of a task goes to the running thread's
 * uncaught-exception handler; later tasks run all the same.
 */
public final class Mailbox implements Executor {

    /** Tasks per turn: long enough to amortize a hand-over to the executor, short enough not to starve neighbours. */
    private static final int TURN = 64;

    private final String name;
    private final Executor executor;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /** Whether a turn is queued or running. */
    @GuardedBy("lock")
    private boolean scheduled;

    /**
     * A mailbox that holds at most {@code capacity} waiting tasks.
     *
     * @param name names the mailbox in the message of a rejection
     */
    public Mailbox(String name, Executor executor, int capacity) {
        Invariant.check(capacity > 0, "a mailbox has room for a task: %s", capacity);
        this.name = name;
        this.executor = executor;
        this.capacity = capacity;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (tasks.size() >= capacity) {
                throw new RejectedExecutionException("Mailbox " + name + " is full: " + capacity + " tasks wait");
            }
            tasks.addLast(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** The number of tasks that wait, the running one excluded. */
    public int size() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    private void schedule() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException shutDown) {
            abandon();
            throw new RejectedExecutionException("Mailbox " + name + " has no executor any more", shutDown);
        }
    }

    private void abandon() {
        lock.lock();
        try {
            tasks.clear();
            scheduled = false;
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        for (int count = 0; count < TURN; count++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            run(task);
        }
        schedule();
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.pollFirst();
            scheduled = task != null;
            return task;
        } finally {
            lock.unlock();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            // The root of a task (E6): the component's next input must be handled whatever this one did.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }
}
