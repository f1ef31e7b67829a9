package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Reason;
import io.bellwether.etcd.core.Rule;
import io.bellwether.execution.sim.SimClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rounds follow each other quickly while things change, and only then. */
final class CadenceTest {

    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration CALM = Duration.ofMillis(500);

    private final SimClock clock = new SimClock();
    private final Cadence cadence = new Cadence(Duration.ofSeconds(1), clock);

    private static Plan wait(Cause cause, String text) {
        return new Plan.Wait(new Reason(Rule.C1, cause, text));
    }

    @Test
    void beforeTheFirstDecision_isCalm() {
        assertThat(cadence.rest()).isEqualTo(CALM);
    }

    @Test
    void afterAnotherDecision_isQuickForAWhile() {
        cadence.decided(wait(Cause.HEALTHY, "all well"));
        assertThat(cadence.rest()).isEqualTo(QUICK);
        clock.advance(Duration.ofMillis(5_900));
        assertThat(cadence.rest()).isEqualTo(QUICK);
        clock.advance(Duration.ofMillis(100));
        assertThat(cadence.rest()).isEqualTo(CALM);
        cadence.decided(wait(Cause.SUSPECT, "one is silent"));
        assertThat(cadence.rest()).isEqualTo(QUICK);
    }

    @Test
    void theSameInOtherWords_isNoChange() {
        cadence.decided(wait(Cause.NO_QUORUM, "for 1 s"));
        clock.advance(Duration.ofSeconds(7));
        cadence.decided(wait(Cause.NO_QUORUM, "for 8 s"));
        assertThat(cadence.rest()).isEqualTo(CALM);
    }

    @Test
    void shortElections_areNoReasonToHurryWithoutEnd() {
        Cadence brisk = new Cadence(Duration.ofMillis(150), clock);
        brisk.decided(wait(Cause.HEALTHY, "all well"));
        assertThat(brisk.rest()).isEqualTo(Duration.ofMillis(75));
    }
}
