package io.bellwether.election.core;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Duration;

/**
 * How fast an election goes. {@link #ofLease} derives everything from the lease duration.
 *
 * <p>The default profile is a lease of 15 s: renewed every 2 s, 3 s for an attempt, in jeopardy after 8 s, 3 s for the
 * work to stop, 1 s of margin, clock rates within 0.5 %. A leader then believes for {@link #validity} = 13.85 s after
 * the sending of its last acknowledged renewal, and a candidate waits 15 s.
 *
 * @param leaseDuration how long a candidate waits for a holder that does not renew; whole seconds, 1 s to 24 h
 * @param renewEvery from the sending of one renewal to the next; at least 200 ms
 * @param attemptTimeout when one request is given up; at least 100 ms
 * @param jeopardyAfter without an acknowledged renewal for this long the term is in jeopardy
 * @param stopGrace how long before the end of validity the work is told to stop
 * @param drainLimit how long work that was told to stop may take while the lock is still renewed; then the lock is left
 *     to expire
 * @param margin subtracted from the validity, for scheduling and for what is between a check and its effect
 * @param clockRateError the largest error of any participant's clock rate: 0.005 is five milliseconds in a second
 * @param pollEvery how often a candidate reads the lock where it cannot watch; at most half of the lease
 */
public record ElectionTiming(
        Duration leaseDuration,
        Duration renewEvery,
        Duration attemptTimeout,
        Duration jeopardyAfter,
        Duration stopGrace,
        Duration drainLimit,
        Duration margin,
        double clockRateError,
        Duration pollEvery) {

    /** Generous: NTP corrects at most 500 parts per million. */
    private static final double DEFAULT_CLOCK_RATE_ERROR = 0.005;

    private static final Duration MIN_RENEW = Duration.ofMillis(200);
    private static final Duration MIN_ATTEMPT = Duration.ofMillis(100);
    private static final Duration MAX_LEASE = Duration.ofHours(24);

    /** Checks every inequality that safety and availability need; the message of a refusal has the numbers. */
    public ElectionTiming {
        require(
                leaseDuration.toSeconds() >= 1
                        && leaseDuration.compareTo(MAX_LEASE) <= 0
                        && leaseDuration.equals(Duration.ofSeconds(leaseDuration.toSeconds())),
                "leaseDuration must be whole seconds from 1 s to 24 h, but is %s",
                leaseDuration);
        require(renewEvery.compareTo(MIN_RENEW) >= 0, "renewEvery must be at least 200 ms, but is %s", renewEvery);
        require(
                attemptTimeout.compareTo(MIN_ATTEMPT) >= 0,
                "attemptTimeout must be at least 100 ms, but is %s",
                attemptTimeout);
        require(
                clockRateError >= 0 && clockRateError < 0.1,
                "clockRateError must be in [0, 0.1), but is %s",
                clockRateError);
        require(
                !stopGrace.isNegative() && !margin.isNegative() && !drainLimit.isNegative(),
                "stopGrace, drainLimit and margin must not be negative, but are %s, %s, %s",
                stopGrace,
                drainLimit,
                margin);
        Duration validity = validity(leaseDuration, clockRateError, margin);
        require(
                validity.isPositive(),
                "the validity, leaseDuration x (1 - 2 x clockRateError) - margin, must be positive, but is %s x (1 - 2 x %s) - %s = %s",
                leaseDuration,
                clockRateError,
                margin,
                validity);
        Duration twoAttempts = renewEvery.plus(attemptTimeout.multipliedBy(2)).plus(stopGrace);
        require(
                twoAttempts.compareTo(validity) <= 0,
                "renewEvery + 2 x attemptTimeout + stopGrace must not exceed the validity, so that one lost request costs nothing,"
                        + " but %s + 2 x %s + %s = %s > %s",
                renewEvery,
                attemptTimeout,
                stopGrace,
                twoAttempts,
                validity);
        require(
                jeopardyAfter.compareTo(renewEvery) > 0 && jeopardyAfter.compareTo(validity.minus(stopGrace)) <= 0,
                "jeopardyAfter must lie in (renewEvery, validity - stopGrace] = (%s, %s], but is %s",
                renewEvery,
                validity.minus(stopGrace),
                jeopardyAfter);
        require(
                pollEvery.compareTo(MIN_ATTEMPT) >= 0
                        && pollEvery.multipliedBy(2).compareTo(leaseDuration) <= 0,
                "pollEvery must lie in [100 ms, leaseDuration / 2] = [100 ms, %s], but is %s",
                leaseDuration.dividedBy(2),
                pollEvery);
    }

    /** The default profile, a lease of 15 s. */
    public static ElectionTiming standard() {
        return ofLease(Duration.ofSeconds(15));
    }

    /** The default profile scaled to a lease of this length: at 1 s renewed every 200 ms, valid for 923 ms. */
    public static ElectionTiming ofLease(Duration leaseDuration) {
        Duration renewEvery = max(MIN_RENEW, leaseDuration.multipliedBy(2).dividedBy(15));
        return new ElectionTiming(
                leaseDuration,
                renewEvery,
                max(MIN_ATTEMPT, leaseDuration.dividedBy(5)),
                leaseDuration.multipliedBy(8).dividedBy(15),
                leaseDuration.dividedBy(5),
                leaseDuration.dividedBy(5),
                leaseDuration.dividedBy(15),
                DEFAULT_CLOCK_RATE_ERROR,
                renewEvery);
    }

    /** The same with another time for the work to stop, before the end of validity and while draining. */
    public ElectionTiming withStopGrace(Duration grace) {
        return new ElectionTiming(
                leaseDuration,
                renewEvery,
                attemptTimeout,
                jeopardyAfter,
                grace,
                grace,
                margin,
                clockRateError,
                pollEvery);
    }

    /**
     * How long a leader believes, from the sending of an acknowledged write: X = L (1 − 2ρ) − m.
     *
     * <p>Source: election §4.2. The leader's belief ends at most X / (1 − ρ) real time after the write was sent; a
     * candidate that saw the record later than that waits L of its own time, at least L / (1 + ρ) of real time. X ≤ L
     * (1 − ρ) / (1 + ρ) keeps them apart, and 1 − 2ρ is smaller than that quotient.
     */
    public Duration validity() {
        return validity(leaseDuration, clockRateError, margin);
    }

    private static Duration validity(Duration lease, double rateError, Duration margin) {
        return Duration.ofNanos((long) (lease.toNanos() * (1 - 2 * rateError))).minus(margin);
    }

    private static Duration max(Duration first, Duration second) {
        return first.compareTo(second) >= 0 ? first : second;
    }

    @FormatMethod
    private static void require(boolean condition, @FormatString String message, Object... numbers) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(message, numbers));
        }
    }
}
