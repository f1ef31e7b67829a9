package io.bellwether.execution.sim;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Invariant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock of one simulated process: it has an offset, may run too fast or too slow, and may stand still.
 *
 * <p>For a unit test, {@code new SimClock()} is a clock in a world of its own, which {@link #advance} moves.
 *
 * <p>Threads: one thread only, the one that runs the {@link SimWorld}.
 */
public final class SimClock implements Clock {

    /** What the wall shows at true time zero. */
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final SimWorld world;
    private final List<Runnable> listeners = new ArrayList<>();
    private long anchorTrue;
    private long anchorLocal;
    private double rate;
    private boolean frozen;
    private Duration wallOffset = Duration.ZERO;

    /** An exact clock in a world of its own. */
    public SimClock() {
        this(new SimWorld(0), 0, 0);
    }

    /**
     * A clock in a world.
     *
     * @param offsetNanos what it shows now
     * @param rateError how much faster than true time it runs: 0.005 gains five milliseconds a second, negative loses
     */
    public SimClock(SimWorld world, long offsetNanos, double rateError) {
        Invariant.check(rateError > -1, "a clock never goes back: rate error %s", rateError);
        this.world = world;
        this.anchorTrue = world.now();
        this.anchorLocal = offsetNanos;
        this.rate = 1 + rateError;
    }

    /** The world in which this clock runs. */
    public SimWorld world() {
        return world;
    }

    @Override
    public long nanos() {
        return frozen ? anchorLocal : anchorLocal + (long) ((world.now() - anchorTrue) * rate);
    }

    @Override
    public Instant wallTime() {
        return EPOCH.plusNanos(nanos()).plus(wallOffset);
    }

    /** Moves true time on; what is due on the way happens. */
    public void advance(Duration duration) {
        world.runUntil(world.now() + duration.toNanos());
    }

    /** Changes the rate from now on. */
    public void rateError(double rateError) {
        anchor();
        rate = 1 + rateError;
        changed();
    }

    /** The clock stands still, as in a virtual machine whose processors the hypervisor stopped. */
    public void freeze() {
        anchor();
        frozen = true;
        changed();
    }

    /** The clock goes on from where it stood. */
    public void unfreeze() {
        anchor();
        frozen = false;
        changed();
    }

    /** The wall clock jumps, forward or back; intervals do not notice. */
    public void jumpWall(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    /**
     * The first true time at which this clock shows at least {@code localNanos}; {@link Long#MAX_VALUE} while it stands
     * still.
     */
    long trueTimeOf(long localNanos) {
        long missing = localNanos - nanos();
        if (missing <= 0) {
            return world.now();
        }
        if (frozen) {
            return Long.MAX_VALUE;
        }
        long at = anchorTrue + (long) Math.floor((localNanos - anchorLocal) / rate);
        while (anchorLocal + (long) ((at - anchorTrue) * rate) < localNanos) {
            at++;
        }
        return at;
    }

    /** Runs the listener whenever the relation between this clock and true time changes. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void anchor() {
        anchorLocal = nanos();
        anchorTrue = world.now();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
