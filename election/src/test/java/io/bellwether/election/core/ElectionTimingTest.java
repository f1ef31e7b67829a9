package io.bellwether.election.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ElectionTimingTest {

    private static final ElectionTiming STANDARD = ElectionTiming.standard();

    private static ElectionTiming with(Duration lease, Duration renew, Duration attempt, Duration jeopardy) {
        return new ElectionTiming(
                lease,
                renew,
                attempt,
                jeopardy,
                STANDARD.stopGrace(),
                STANDARD.drainLimit(),
                STANDARD.margin(),
                STANDARD.clockRateError(),
                STANDARD.pollEvery());
    }

    private static void assertRefused(Runnable timing, String... parts) {
        assertThatThrownBy(timing::run)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(parts));
    }

    @Test
    void standard_profile_isTheDocumentedOne() {
        assertThat(STANDARD.renewEvery()).isEqualTo(Duration.ofSeconds(2));
        assertThat(STANDARD.attemptTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(STANDARD.jeopardyAfter()).isEqualTo(Duration.ofSeconds(8));
        assertThat(STANDARD.stopGrace()).isEqualTo(Duration.ofSeconds(3));
        assertThat(STANDARD.validity()).isEqualTo(Duration.ofMillis(13_850));
    }

    @Test
    void ofLease_anyWholeSeconds_isAccepted() {
        for (int seconds : new int[] {1, 2, 3, 4, 5, 10, 15, 30, 60, 137, 86_400}) {
            ElectionTiming timing = ElectionTiming.ofLease(Duration.ofSeconds(seconds));
            assertThat(timing.validity()).isLessThan(timing.leaseDuration());
        }
    }

    /** The non-overlap inequality of G-E1: a leader's belief ends, in real time, before any candidate's wait does. */
    @Test
    void validity_anyLease_staysBelowTheBoundOfTheRates() {
        for (int seconds : new int[] {1, 3, 15, 60}) {
            ElectionTiming timing = ElectionTiming.ofLease(Duration.ofSeconds(seconds));
            double rho = timing.clockRateError();
            double belief = timing.validity().toNanos() / (1 - rho);
            double wait = timing.leaseDuration().toNanos() / (1 + rho);
            assertThat(belief).isLessThan(wait);
        }
    }

    @Test
    void lease_notWholeSecondsOrOutOfRange_isRefused() {
        assertRefused(() -> ElectionTiming.ofLease(Duration.ofMillis(1_500)), "whole seconds", "PT1.5S");
        assertRefused(() -> ElectionTiming.ofLease(Duration.ZERO), "PT0S");
        assertRefused(() -> ElectionTiming.ofLease(Duration.ofDays(2)), "24 h", "PT48H");
    }

    @Test
    void intervals_tooShort_areRefused() {
        Duration lease = Duration.ofSeconds(15);
        Duration three = Duration.ofSeconds(3);
        Duration eight = Duration.ofSeconds(8);
        assertRefused(() -> with(lease, Duration.ofMillis(199), three, eight), "renewEvery", "PT0.199S");
        assertRefused(() -> with(lease, Duration.ofSeconds(2), Duration.ofMillis(99), eight), "attemptTimeout");
    }

    @Test
    void twoAttempts_beyondTheValidity_areRefusedWithTheNumbers() {
        assertRefused(
                () -> with(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(8)),
                "2 x attemptTimeout",
                "PT18S > PT13.85S");
    }

    @Test
    void jeopardy_outsideItsRange_isRefused() {
        Duration lease = Duration.ofSeconds(15);
        Duration three = Duration.ofSeconds(3);
        assertRefused(() -> with(lease, Duration.ofSeconds(2), three, Duration.ofSeconds(2)), "jeopardyAfter");
        assertRefused(
                () -> with(lease, Duration.ofSeconds(2), three, Duration.ofSeconds(11)), "jeopardyAfter", "PT10.85S");
    }
}
