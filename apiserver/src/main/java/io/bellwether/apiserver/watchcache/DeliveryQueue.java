package io.bellwether.apiserver.watchcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.execution.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber: bounded in events and bytes. The feed offers and never waits; who does not take in
 * time is ended, and what waited is let go at once.
 *
 * <p>Threads: {@link #offer} by the feed, {@link #poll} by the subscriber, {@link #end} and {@link #wakeIfDue} by any.
 * The lock guards all fields.
 */
final class DeliveryQueue implements Alarms.Sleeper {

    /** The most that one poll answers, so that a long queue goes out in pieces. */
    private static final int POLL_LIMIT = 256;

    private static final int POLL_BYTES_LIMIT = 256 << 10;

    private final WatchCacheLimits limits;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waitingBytes;

    @GuardedBy("lock")
    private @Nullable SubscriptionEnd end;

    /** When the subscriber wants to be woken; written under the lock, read without it to keep a tick cheap. */
    private volatile long wakeAtNanos;

    private volatile boolean asleep;

    DeliveryQueue(WatchCacheLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Appends, or ends the subscriber when there is no room. */
    void offer(Delivery delivery) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            long bytes = waitingBytes + delivery.sizeBytes();
            if (waiting.size() == limits.queueEvents() || (bytes > limits.queueBytes() && !waiting.isEmpty())) {
                finish(SubscriptionEnd.TOO_SLOW);
                return;
            }
            waiting.add(delivery);
            waitingBytes = bytes;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go what waits and answers this end to every poll. Only the first end counts. */
    void end(SubscriptionEnd reason) {
        lock.lock();
        try {
            if (end == null) {
                finish(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<SubscriptionEnd> end() {
        lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what waits, or waits for it until the moment: the answer is empty at that moment and at the end. */
    List<Delivery> poll(long untilNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && end == null && untilNanos - clock.nanos() > 0) {
                wakeAtNanos = untilNanos;
                asleep = true;
                changed.await();
            }
            asleep = false;
            return take();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeIfDue(long nowNanos) {
        if (!asleep || wakeAtNanos - nowNanos > 0) {
            return;
        }
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<Delivery> take() {
        List<Delivery> taken = new ArrayList<>(Math.min(waiting.size(), POLL_LIMIT));
        long takenBytes = 0;
        while (!waiting.isEmpty() && taken.size() < POLL_LIMIT && takenBytes < POLL_BYTES_LIMIT) {
            Delivery delivery = waiting.remove();
            takenBytes += delivery.sizeBytes();
            taken.add(delivery);
        }
        waitingBytes -= takenBytes;
        return taken;
    }

    @GuardedBy("lock")
    private void finish(SubscriptionEnd reason) {
        end = reason;
        waiting.clear();
        waitingBytes = 0;
        changed.signal();
    }
}
