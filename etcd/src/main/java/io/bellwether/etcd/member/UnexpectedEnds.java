package io.bellwether.etcd.member;

import io.bellwether.execution.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How often etcd has ended without having been told to: what the pause before its next start, and the end of trying,
 * follow from.
 *
 * <p>A process that ends before it has answered will most likely do so again. One that had answered was of use:
 * whatever killed it, however often, the member is better off started again, after a pause that grows while it happens
 * within a minute.
 *
 * <p>Threads: one at a time.
 */
final class UnexpectedEnds {

    private static final Duration FRUITLESS_REMEMBERED = Duration.ofMinutes(10);
    private static final Duration PAUSE_REMEMBERED = Duration.ofMinutes(1);
    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), 2, 0);

    private final Deque<Long> all = new ArrayDeque<>();
    private final Deque<Long> fruitless = new ArrayDeque<>();

    /** Whether a process was of use. */
    enum Life {
        /** It had answered. */
        ANSWERED,
        /** It never had. */
        FRUITLESS;

        /** What etcd of each version logs once it answers clients. */
        private static final String SERVING = "serving client traffic";

        /**
         * Of a process that has ended.
         *
         * @param answered whether this supervisor has had an answer: it asks twice within an election timeout only
         * @param log what it wrote since its start
         */
        static Life of(boolean answered, List<String> log) {
            return answered || log.stream().anyMatch(line -> line.contains(SERVING)) ? ANSWERED : FRUITLESS;
        }
    }

    /** One more, now, in nanoseconds. */
    void note(Life life, long now) {
        all.addLast(now);
        if (life == Life.FRUITLESS) {
            fruitless.addLast(now);
        }
    }

    /** How many have ended within ten minutes before they answered. */
    int fruitless(long now) {
        return count(fruitless, FRUITLESS_REMEMBERED, now);
    }

    /** How long to wait before the next start. */
    Duration pause(long now) {
        int quiet = count(fruitless, FRUITLESS_REMEMBERED, now);
        return PAUSE.delay(Math.max(quiet, count(all, PAUSE_REMEMBERED, now)), 0);
    }

    private static int count(Deque<Long> ends, Duration remembered, long now) {
        while (!ends.isEmpty() && now - ends.getFirst() > remembered.toNanos()) {
            ends.removeFirst();
        }
        return ends.size();
    }
}
