package io.bellwether.apiserver.watchcache;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Invariant;
import io.bellwether.store.Revision;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the feed has come, and those who wait for it.
 *
 * <p>Threads: {@link #advance} by the feed, the rest by any. The feed takes the lock only while somebody waits.
 */
final class Progress {

    private final Clock clock;
    private final Alarms alarms;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private volatile Revision applied = Revision.NONE;
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile boolean closed;

    Progress(Clock clock, Alarms alarms) {
        this.clock = clock;
        this.alarms = alarms;
    }

    Revision applied() {
        return applied;
    }

    void advance(Revision revision) {
        Invariant.check(!applied.isAfter(revision), "the feed goes forward: from %s to %s", applied, revision);
        applied = revision;
        if (waiters.get() > 0) {
            signalAll();
        }
    }

    void close() {
        closed = true;
        signalAll();
    }

    /**
     * Waits until everything up to the revision is in the cache; false when the moment came first or the cache was
     * closed.
     */
    boolean await(Revision revision, long untilNanos) throws InterruptedException {
        if (!revision.isAfter(applied)) {
            return true;
        }
        Alarms.Sleeper sleeper = now -> {
            if (untilNanos - now <= 0) {
                signalAll();
            }
        };
        alarms.add(sleeper);
        lock.lockInterruptibly();
        try {
            waiters.incrementAndGet();
            while (revision.isAfter(applied) && !closed && untilNanos - clock.nanos() > 0) {
                advanced.await();
            }
            return !revision.isAfter(applied);
        } finally {
            waiters.decrementAndGet();
            lock.unlock();
            alarms.remove(sleeper);
        }
    }

    private void signalAll() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
