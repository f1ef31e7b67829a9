package io.bellwether.apiserver.kit;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that passes only when a test says so, for components that work on many threads (the simulation kit's clock is
 * for one).
 *
 * <p>Threads: safe from any thread; tasks run on the thread that advances.
 */
public final class ManualTime implements Clock, Scheduler {

    private static final Instant ORIGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong order = new AtomicLong();
    private final ConcurrentSkipListMap<Due, Runnable> tasks = new ConcurrentSkipListMap<>();

    private record Due(long atNanos, long order) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant wallTime() {
        return ORIGIN.plusNanos(nanos.get());
    }

    @Override
    public Timer schedule(long atNanos, Runnable task) {
        Due due = new Due(atNanos, order.getAndIncrement());
        tasks.put(due, task);
        return () -> tasks.remove(due);
    }

    /** Lets the time pass, and everything happen that is due. */
    public void advance(Duration duration) {
        long until = nanos.get() + duration.toNanos();
        Map.Entry<Due, Runnable> next = tasks.firstEntry();
        while (next != null && next.getKey().atNanos() <= until) {
            tasks.remove(next.getKey());
            nanos.set(Math.max(nanos.get(), next.getKey().atNanos()));
            next.getValue().run();
            next = tasks.firstEntry();
        }
        nanos.set(until);
    }
}
