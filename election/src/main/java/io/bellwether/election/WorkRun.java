package io.bellwether.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.election.core.Input.WorkOutcome;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term's work: runs once, or not at all when the term is over before it began.
 *
 * <p>Threads: {@link #run} is handed to an executor; {@link #revoke} and {@link #whenStopped} come from others. The
 * lock covers the fields only, never the work or a callback.
 */
final class WorkRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WorkRun.class);

    /** Tells that the work ended by itself. */
    @FunctionalInterface
    interface Ended {
        void workEnded(long term, WorkOutcome outcome);
    }

    private enum State {
        READY,
        RUNNING,
        STOPPED
    }

    private final Leadership leadership;
    private final Optional<LeaderWork> work;
    private final Ended ended;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private State state = State.READY;

    @GuardedBy("lock")
    private boolean revoked;

    @GuardedBy("lock")
    private @Nullable Thread thread;

    @GuardedBy("lock")
    private @Nullable Runnable afterStop;

    /** @param work empty when the listener alone works: then nothing runs, and stopping takes no time */
    WorkRun(Leadership leadership, Optional<LeaderWork> work, Ended ended) {
        this.leadership = leadership;
        this.work = work;
        this.ended = ended;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        WorkOutcome outcome = WorkOutcome.FAILED;
        try {
            outcome = perform();
        } finally {
            // Also on the way of an Error to the thread's handler: a term must never wait for work that is gone.
            stopped(outcome);
        }
    }

    private void stopped(WorkOutcome outcome) {
        Runnable callback;
        boolean byItself;
        lock.lock();
        try {
            thread = null;
            state = State.STOPPED;
            byItself = !revoked;
            callback = afterStop;
        } finally {
            lock.unlock();
        }
        // An interrupt that came too late for the work must not hit the thread's next task.
        boolean unused = Thread.interrupted();
        if (byItself) {
            ended.workEnded(leadership.term(), outcome);
        }
        if (callback != null) {
            callback.run();
        }
    }

    /** Keeps the work from beginning, or interrupts it. */
    void revoke() {
        lock.lock();
        try {
            revoked = true;
            if (state == State.READY) {
                state = State.STOPPED;
            }
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the callback when the work has stopped: now, or later on the work's thread. Called once, after
     * {@link #revoke}.
     */
    void whenStopped(Runnable callback) {
        lock.lock();
        try {
            if (state != State.STOPPED) {
                afterStop = callback;
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.run();
    }

    boolean isRunBy(Thread caller) {
        lock.lock();
        try {
            return caller.equals(thread);
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            if (state != State.READY) {
                return false;
            }
            state = State.RUNNING;
            thread = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("InterruptedExceptionSwallowed")
    private WorkOutcome perform() {
        try {
            work.orElseThrow().run(leadership);
            return WorkOutcome.COMPLETED;
        } catch (Exception failed) {
            // An interrupted work throws what it likes on its way out; that is no failure of its own.
            if (leadership.isValid()) {
                log.atError()
                        .addKeyValue("token", leadership.fencingToken())
                        .setCause(failed)
                        .log("The leader's work failed");
            }
            return WorkOutcome.FAILED;
        }
    }
}
