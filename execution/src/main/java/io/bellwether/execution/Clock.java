package io.bellwether.execution;

import java.time.Instant;

/**
 * The only source of time.
 *
 * <p>Units and limits: {@link #nanos} counts nanoseconds from an arbitrary origin, never goes back, and goes on
 * counting while the machine is suspended. {@link #wallTime} is for fields that people read; it may jump and is never
 * compared with a timestamp of another machine.
 *
 * <p>Threads: safe from any thread, never blocks.
 */
public interface Clock {

    /** Nanoseconds since an arbitrary origin; only differences have a meaning. */
    long nanos();

    /** The time of day, for display and API fields only. */
    Instant wallTime();
}
