package io.bellwether.execution;

import java.time.Duration;

/**
 * A moment on a clock after which an operation is given up.
 *
 * @param atNanos on the {@link Clock#nanos} scale
 */
public record Deadline(long atNanos) {

    /** The moment {@code timeout} from now; saturates instead of overflowing. */
    public static Deadline after(Clock clock, Duration timeout) {
        return new Deadline(clock.nanos() + timeout.toNanos());
    }

    /** What is left, zero once the moment has passed. */
    public Duration remaining(Clock clock) {
        return Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
    }

    /** Whether the moment has been reached. */
    public boolean isOver(Clock clock) {
        return atNanos - clock.nanos() <= 0;
    }
}
