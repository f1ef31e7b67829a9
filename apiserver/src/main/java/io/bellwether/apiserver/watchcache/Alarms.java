package io.bellwether.apiserver.watchcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes sleepers whose time has come, all of them with one timer: thousands of watches that each wait with a time-out
 * would otherwise set and cancel a timer of their own for every event.
 *
 * <p>Units and limits: a sleeper is woken up to {@link #PERIOD} late. Without sleepers there is no timer.
 *
 * <p>Threads: safe from any thread; the lock guards whether a tick is scheduled.
 */
final class Alarms {

    /** How often the sleepers are looked at. */
    static final Duration PERIOD = Duration.ofMillis(250);

    private final Clock clock;
    private final Scheduler scheduler;
    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean scheduled;

    Alarms(Clock clock, Scheduler scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Somebody who may be asleep. */
    interface Sleeper {

        /** Wakes up if asleep until this moment or an earlier one. Does not block. */
        void wakeIfDue(long nowNanos);
    }

    void add(Sleeper sleeper) {
        sleepers.add(sleeper);
        scheduleNext();
    }

    void remove(Sleeper sleeper) {
        sleepers.remove(sleeper);
    }

    private void scheduleNext() {
        lock.lock();
        try {
            if (scheduled || sleepers.isEmpty()) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        scheduler.schedule(clock.nanos() + PERIOD.toNanos(), this::tick);
    }

    private void tick() {
        long now = clock.nanos();
        sleepers.forEach(sleeper -> sleeper.wakeIfDue(now));
        lock.lock();
        try {
            scheduled = false;
        } finally {
            lock.unlock();
        }
        scheduleNext();
    }
}
