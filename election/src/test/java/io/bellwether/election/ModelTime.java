package io.bellwether.election;

import java.time.Duration;

/**
 * True time in ticks, and what the processes' clocks make of it: that of process 0 is as slow as it may be, the others'
 * as fast. That is the worst case for the first leader.
 *
 * @param tick one step of true time
 * @param rateError of the clocks
 */
record ModelTime(Duration tick, double rateError) {

    /** True time in nanoseconds. */
    long nanos(int ticks) {
        return ticks * tick.toNanos();
    }

    /** A process's clock. */
    long local(int index, int ticks) {
        return (long) (nanos(ticks) * (index == 0 ? 1 - rateError : 1 + rateError));
    }
}
