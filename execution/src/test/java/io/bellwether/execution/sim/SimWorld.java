package io.bellwether.execution.sim;

import io.bellwether.execution.Invariant;
import io.bellwether.execution.Randomness;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * True time, and the order in which things happen.
 *
 * <p>Shape: events run one after the other, ordered by their true time and, at the same time, by their arrival. One
 * seed decides everything: two worlds with the same seed and the same program have the same history.
 *
 * <p>Units and limits: true time counts nanoseconds from zero. No process can read it; the checker can.
 *
 * <p>Threads: one thread only.
 */
public final class SimWorld {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final RandomGenerator random;
    private long now;
    private long sequence;
    private long processed;

    /** A world at time zero. */
    public SimWorld(long seed) {
        this.random = Randomness.seeded(seed);
    }

    /** True time in nanoseconds. */
    public long now() {
        return now;
    }

    /** The chance of this world. */
    public RandomGenerator random() {
        return random;
    }

    /** How many events have happened. */
    public long processed() {
        return processed;
    }

    /**
     * Lets something happen at a true time; at once, after what already waits for this moment, when that time has
     * passed.
     */
    public Event at(long trueNanos, Runnable action) {
        Event event = new Event(Math.max(trueNanos, now), sequence++, action);
        events.add(event);
        return event;
    }

    /** Lets everything happen up to and including a true time, which it then is. */
    public void runUntil(long trueNanos) {
        Invariant.check(trueNanos >= now, "true time never goes back: %s after %s", trueNanos, now);
        Event next = events.peek();
        while (next != null && next.atNanos <= trueNanos) {
            events.poll();
            now = next.atNanos;
            next.fire();
            next = events.peek();
        }
        now = trueNanos;
    }

    /** Something that will happen. */
    public final class Event implements Comparable<Event> {

        private final long atNanos;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Event(long atNanos, long order, Runnable action) {
            this.atNanos = atNanos;
            this.order = order;
            this.action = action;
        }

        /** Keeps it from happening; no effect once it has. */
        public void cancel() {
            cancelled = true;
        }

        private void fire() {
            if (!cancelled) {
                processed++;
                action.run();
            }
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
