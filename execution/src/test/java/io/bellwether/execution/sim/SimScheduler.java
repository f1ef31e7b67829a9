package io.bellwether.execution.sim;

import io.bellwether.execution.Scheduler;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler on a simulated clock: tasks run when that clock, not true time, reaches their moment.
 *
 * <p>Threads: one thread only, the one that runs the {@link SimWorld}.
 */
public final class SimScheduler implements Scheduler {

    private final SimClock clock;
    private final Executor executor;
    private final TreeSet<Entry> entries = new TreeSet<>();
    private long sequence;
    private SimWorld.@Nullable Event armed;
    private long armedFor;

    /** A scheduler that runs tasks right when they are due. */
    public SimScheduler(SimClock clock) {
        this(clock, Runnable::run);
    }

    /** A scheduler that hands tasks to an executor, such as a {@link SimProcess}, when they are due. */
    public SimScheduler(SimClock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
        clock.onChange(this::rearm);
    }

    @Override
    public Timer schedule(long atNanos, Runnable task) {
        Entry entry = new Entry(atNanos, sequence++, task);
        entries.add(entry);
        arm();
        return entry;
    }

    /** The number of tasks that wait for their time. */
    public int waiting() {
        return entries.size();
    }

    private void rearm() {
        disarm();
        arm();
    }

    private void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    /** Keeps one event in the world, for the earliest task. */
    private void arm() {
        if (entries.isEmpty()) {
            return;
        }
        long earliest = entries.first().atNanos;
        if (armed != null && armedFor <= earliest) {
            return;
        }
        disarm();
        long trueNanos = clock.trueTimeOf(earliest);
        if (trueNanos < Long.MAX_VALUE) {
            armedFor = earliest;
            armed = clock.world().at(trueNanos, this::fire);
        }
    }

    private void fire() {
        armed = null;
        while (!entries.isEmpty() && entries.first().atNanos <= clock.nanos()) {
            Entry due = entries.first();
            entries.remove(due);
            executor.execute(due.task);
        }
        arm();
    }

    /** Ordered by time, then by arrival. */
    private final class Entry implements Timer, Comparable<Entry> {

        private final long atNanos;
        private final long order;
        private final Runnable task;

        private Entry(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            entries.remove(this);
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
