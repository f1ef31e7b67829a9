package io.bellwether.apiserver.http;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the requests whose answers are not yet wholly written, so that the server can stop without losing one.
 *
 * <p>Jetty's own graceful stop finishes HTTP/1.1 requests but loses those in flight on HTTP/2: so nothing is stopped
 * before this gate says that nothing is in flight.
 *
 * <p>Threads: safe from any thread. One atomic word holds both the count and whether the gate is closed, so that no
 * request slips in between the two.
 */
final class DrainGate {

    private static final long CLOSED = 1L << 62;

    private final AtomicLong state = new AtomicLong();
    private final CountDownLatch idle = new CountDownLatch(1);
    private final Set<WatchHandle> watches = ConcurrentHashMap.newKeySet();

    /**
     * Counts a request in, also a refused one: its refusal has to be written too. Every entry is matched by one
     * {@link #leave}.
     *
     * @return false when the gate is closed: only health and metrics are still to be answered
     */
    boolean enter() {
        return (state.getAndIncrement() & CLOSED) == 0;
    }

    /** Counts a request out, once its answer is written. */
    void leave() {
        if (state.decrementAndGet() == CLOSED) {
            idle.countDown();
        }
    }

    /** Whether the gate is closed. */
    boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    /** The number of requests inside, watches included. */
    long inside() {
        return state.get() & ~CLOSED;
    }

    /** Notes a running watch; one that begins while the gate closes is ended at once. */
    void beginWatch(WatchHandle watch) {
        watches.add(watch);
        if (isClosed()) {
            watch.close();
        }
    }

    void endWatch(WatchHandle watch) {
        watches.remove(watch);
    }

    int watchCount() {
        return watches.size();
    }

    /** Refuses further ordinary requests and ends all watches. Idempotent. */
    void close() {
        if (state.getAndUpdate(seen -> seen | CLOSED) == 0) {
            idle.countDown();
        }
        watches.forEach(WatchHandle::close);
    }

    /** Waits until nothing is inside; false when the deadline came first. */
    boolean awaitIdle(Deadline deadline, Clock clock) throws InterruptedException {
        return idle.await(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends one watch. */
    @FunctionalInterface
    interface WatchHandle {
        void close();
    }
}
