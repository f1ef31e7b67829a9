package io.bellwether.apiserver.event;

import java.time.Duration;

/**
 * How many Events are kept, and how long: past either bound the oldest go.
 *
 * @param count at most so many, in all namespaces together
 * @param age since they were last written
 */
public record EventLimits(int count, Duration age) {

    /** 20 000 Events, one hour: the hour that users know from Kubernetes. */
    public static final EventLimits DEFAULT = new EventLimits(20_000, Duration.ofHours(1));

    /** Bounds are positive. */
    public EventLimits {
        if (count < 1 || age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("at least one Event is kept for some time");
        }
    }
}
