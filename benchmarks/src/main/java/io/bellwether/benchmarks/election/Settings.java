package io.bellwether.benchmarks.election;

import java.time.Duration;
import java.util.List;

/**
 * The lease settings, the same for all who are compared.
 *
 * @param lease how long the others wait for a leader that is silent
 * @param deadline how long a leader tries to renew before it gives up
 * @param retry from one attempt to the next
 */
record Settings(Duration lease, Duration deadline, Duration retry) {

    /** Short, so that a run with many crashes takes minutes. */
    static final Settings SHORT = new Settings(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(1));

    /** client-go's defaults, in which requests are counted. */
    static final Settings COMMON = new Settings(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    /** So long that a thousand elections on two cores are not occupied with renewals. */
    static final Settings LONG = new Settings(Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofSeconds(10));

    /** As an elector's program takes them. */
    List<String> options() {
        return List.of(
                "--lease-duration",
                millis(lease),
                "--renew-deadline",
                millis(deadline),
                "--retry-period",
                millis(retry));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
