package io.bellwether.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks at their time on one thread of its own.
 *
 * <p>Units and limits: starts a task within a fraction of a millisecond of its time on an idle machine. The operating
 * system's waiting does not count suspend, so the thread looks at the clock at least every second while a task waits:
 * after a suspend a task is late by at most that.
 *
 * <p>Threads: safe from any thread. The lock covers the queue only, never a task. The thread is a daemon and starts
 * with the first task.
 *
 * <p>Errors: an exception of a task goes to the thread's uncaught-exception handler; later tasks run all the same.
 * After {@link #close} no task starts and {@link #schedule} returns a timer that never fires.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();

    @GuardedBy("lock")
    private final TreeSet<Entry> entries = new TreeSet<>();

    @GuardedBy("lock")
    private long sequence;

    @GuardedBy("lock")
    private State state = State.NEW;

    private enum State {
        NEW,
        RUNNING,
        CLOSED
    }

    /** A scheduler whose thread is called {@code name} and whose moments are on {@code clock}. */
    public SystemScheduler(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public Timer schedule(long atNanos, Runnable task) {
        lock.lock();
        try {
            Entry entry = new Entry(atNanos, sequence++, task);
            if (state == State.CLOSED) {
                return entry;
            }
            entries.add(entry);
            if (state == State.NEW) {
                state = State.RUNNING;
                Threads.start(name, this::loop);
            } else if (entries.first() == entry) {
                earlier.signal();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            state = State.CLOSED;
            entries.clear();
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        Entry due = next();
        while (due != null) {
            try {
                due.task.run();
            } catch (Throwable failure) {
                // The root of a task (E6): one task's failure must not stop the time of all the others.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
            due = next();
        }
    }

    /** Waits for the next task that is due; null once closed. */
    private @Nullable Entry next() {
        lock.lock();
        try {
            while (state != State.CLOSED) {
                long waitNanos = entries.isEmpty() ? LONGEST_WAIT_NANOS : entries.first().atNanos - clock.nanos();
                if (waitNanos <= 0) {
                    return entries.pollFirst();
                }
                if (entries.isEmpty()) {
                    earlier.awaitUninterruptibly();
                } else {
                    parkAtMost(Math.min(waitNanos, LONGEST_WAIT_NANOS));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for an earlier task or for the time to pass; the caller looks at the queue and the clock again in any case.
     */
    @SuppressWarnings("WaitNotInLoop")
    @GuardedBy("lock")
    private void parkAtMost(long nanos) {
        try {
            long unused = earlier.awaitNanos(nanos);
        } catch (InterruptedException leftOver) {
            // The thread is ours and ends by close() alone: an interrupt can only be what a task left behind, and is
            // cleared by having been thrown.
            return;
        }
    }

    private void cancel(Entry entry) {
        lock.lock();
        try {
            entries.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Ordered by time, then by arrival; differences, since the clock's origin is arbitrary. */
    private final class Entry implements Timer, Comparable<Entry> {

        private final long atNanos;
        private final long sequence;
        private final Runnable task;

        private Entry(long atNanos, long sequence, Runnable task) {
            this.atNanos = atNanos;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public void cancel() {
            SystemScheduler.this.cancel(this);
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
