package io.bellwether.election;

import io.bellwether.execution.Machine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that must show that it gets on. Renewals alone only prove that the process lives: a leader whose work hangs
 * would lead for ever, and nobody would do the work.
 *
 * <p>Shape: the work beats a pulse; when it has not for longer than the limit, the candidate steps down, which
 * interrupts the work, and others go first. Work that does not stop even then is treated as any other: the lock is left
 * to expire.
 *
 * <p>Threads: {@link #run} is called by an election, the pulse by the work, on any thread.
 *
 * <p>Source: election §4.3, case s.
 */
public final class WatchedWork implements LeaderWork {

    private static final Logger log = LoggerFactory.getLogger(WatchedWork.class);

    /** Beaten by work that gets on. */
    @FunctionalInterface
    public interface Pulse {

        /** Says that the work has got on just now; costs one read of the clock. */
        void beat();
    }

    /** What a leader does, as {@link LeaderWork}. */
    @FunctionalInterface
    public interface Work {

        /** Works until the leadership ends, and beats the pulse more often than the limit asks. */
        void run(Leadership leadership, Pulse pulse) throws Exception;
    }

    private final Machine machine;
    private final Duration limit;
    private final Runnable stepDown;
    private final Work work;

    /**
     * @param limit the longest time between two beats; positive
     * @param stepDown {@code election::resign}
     */
    public WatchedWork(Machine machine, Duration limit, Runnable stepDown, Work work) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("the limit must be positive, but is " + limit);
        }
        this.machine = machine;
        this.limit = limit;
        this.stepDown = stepDown;
        this.work = work;
    }

    @Override
    public void run(Leadership leadership) throws Exception {
        AtomicLong lastBeat = new AtomicLong(machine.clock().nanos());
        watch(leadership, lastBeat);
        work.run(leadership, () -> lastBeat.set(machine.clock().nanos()));
    }

    /** One timer, set anew for the moment at which the last beat will have been too long ago. */
    private void watch(Leadership leadership, AtomicLong lastBeat) {
        long overdueAt = lastBeat.get() + limit.toNanos();
        var unused = machine.scheduler().schedule(overdueAt, () -> look(leadership, lastBeat));
    }

    private void look(Leadership leadership, AtomicLong lastBeat) {
        if (!leadership.isValid()) {
            return;
        }
        Duration silence = Duration.ofNanos(machine.clock().nanos() - lastBeat.get());
        if (silence.compareTo(limit) < 0) {
            watch(leadership, lastBeat);
        } else {
            log.atWarn()
                    .addKeyValue("holder", leadership.identity())
                    .addKeyValue("elapsed", silence)
                    .log("The work hangs, the leader steps down");
            machine.executor().execute(stepDown);
        }
    }
}
