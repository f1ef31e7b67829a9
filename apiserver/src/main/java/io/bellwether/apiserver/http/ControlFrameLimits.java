package io.bellwether.apiserver.http;

import io.bellwether.execution.Clock;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.io.RateControl;

/**
 * Bounds the control frames of one HTTP/2 connection: above the bound Jetty ends the connection.
 *
 * <p>Jetty's own bound of 128 a second, window updates and resets included, ends the connection of any busy informer. A
 * client that reads 5 000 watches sends thousands of window updates a second and may cancel all of them at once: that
 * must pass; a flood of resets (CVE-2023-44487) or pings must not.
 *
 * <p>Threads: one connection's reader at a time.
 */
final class ControlFrameLimits implements RateControl {

    /** Measured: 20 000 deliveries a second over one connection cause at most as many updates. */
    private static final int WINDOW_UPDATES_PER_SECOND = 200_000;

    /** Two times the most streams of a connection: all may be cancelled, and all opened again. */
    private static final int OTHERS_PER_SECOND = 20_000;

    private final Clock clock;
    private long windowBeginNanos;
    private int windowUpdates;
    private int others;

    ControlFrameLimits(Clock clock) {
        this.clock = clock;
        this.windowBeginNanos = clock.nanos();
    }

    @Override
    public boolean onEvent(Object event) {
        long now = clock.nanos();
        if (now - windowBeginNanos > TimeUnit.SECONDS.toNanos(1)) {
            windowBeginNanos = now;
            windowUpdates = 0;
            others = 0;
        }
        return event instanceof WindowUpdateFrame
                ? ++windowUpdates <= WINDOW_UPDATES_PER_SECOND
                : ++others <= OTHERS_PER_SECOND;
    }
}
