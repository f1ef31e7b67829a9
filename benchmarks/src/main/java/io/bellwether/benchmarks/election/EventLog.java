package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What the electors of a fleet have said, all of it, in the order in which it was read: who waits for two things need
 * not know which comes first.
 *
 * <p>Threads: safe from any thread.
 */
final class EventLog {

    /** What an elector tells. */
    enum What {
        /** It contends. */
        READY,
        /** It has seen that somebody leads. */
        OBSERVED,
        /** It was told to resign and begins to. */
        RELEASING,
        /** It leads. */
        STARTED,
        /** It leads no longer. */
        STOPPED,
        /** Its output has ended, and so has it. */
        ENDED
    }

    /**
     * One line.
     *
     * @param atNanos of the machine's monotonic clock, taken by the elector where the line carries it
     */
    record Event(String identity, What what, long atNanos) {

        boolean is(String who, What event) {
            return identity.equals(who) && what == event;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<Event> events = new ArrayList<>();

    void add(Event event) {
        lock.lock();
        try {
            events.add(event);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A place in the log: what comes later is behind it. */
    int mark() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** The first such event behind the mark. Errors: BenchmarkException when none comes in time. */
    Event await(int mark, Duration limit, String what, Predicate<Event> wanted) {
        return find(mark, limit, wanted)
                .orElseThrow(() ->
                        new BenchmarkException(what + " did not come in " + limit + "; there was: " + since(mark)));
    }

    /** The same; empty when none comes in time. */
    Optional<Event> find(int mark, Duration limit, Predicate<Event> wanted) {
        lock.lock();
        try {
            long remaining = limit.toNanos();
            int next = mark;
            while (true) {
                for (; next < events.size(); next++) {
                    if (wanted.test(events.get(next))) {
                        return Optional.of(events.get(next));
                    }
                }
                if (remaining <= 0) {
                    return Optional.empty();
                }
                remaining = added.awaitNanos(remaining);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are so many such events. Errors: BenchmarkException when they do not come in time. */
    void awaitCount(int count, Duration limit, String what, Predicate<Event> wanted) {
        lock.lock();
        try {
            long remaining = limit.toNanos();
            long seen = events.stream().filter(wanted).count();
            while (seen < count) {
                if (remaining <= 0) {
                    throw new BenchmarkException("only " + seen + " of " + count + " " + what + " in " + limit);
                }
                remaining = added.awaitNanos(remaining);
                seen = events.stream().filter(wanted).count();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private List<Event> since(int mark) {
        lock.lock();
        try {
            return List.copyOf(events.subList(mark, events.size()));
        } finally {
            lock.unlock();
        }
    }
}
