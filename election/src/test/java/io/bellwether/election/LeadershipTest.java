package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.Term;
import io.bellwether.execution.sim.SimClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Guarantees G-E2 and G-E3 on the reader's side. */
final class LeadershipTest {

    private static final long SECOND = 1_000_000_000L;

    private final SimClock clock = new SimClock();
    private final Leadership leadership = new Leadership(new Term(1, new FencingToken(7)), "a", clock, 0, 10 * SECOND);

    @Test
    void isValid_timePasses_endsByItself() {
        clock.advance(Duration.ofSeconds(9));
        assertThat(leadership.isValid()).isTrue();
        assertThat(leadership.remaining()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(leadership.isValid()).isFalse();
        assertThat(leadership.remaining()).isZero();
    }

    @Test
    void extend_beforeTheEnd_prolongs() {
        clock.advance(Duration.ofSeconds(9));
        assertThat(leadership.extend(20 * SECOND)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(leadership.isValid()).isTrue();
        assertThat(leadership.deadline().atNanos()).isEqualTo(20 * SECOND);
    }

    @Test
    void extend_afterTheEnd_isRefusedForGood() {
        clock.advance(Duration.ofSeconds(10));
        assertThat(leadership.extend(20 * SECOND)).isFalse();
        assertThat(leadership.isValid()).isFalse();
    }

    @Test
    void revoke_whileValid_isInvalidAtOnceAndKeepsTheDeadline() {
        leadership.revoke();
        assertThat(leadership.isValid()).isFalse();
        assertThat(leadership.extend(20 * SECOND)).isFalse();
        assertThat(leadership.deadline().atNanos()).isEqualTo(10 * SECOND);
    }

    @Test
    void check_over_saysWhy() {
        leadership.check();
        leadership.revoke();
        leadership.announceEnd(EndReason.FOREIGN_HOLDER);
        assertThatThrownBy(leadership::check)
                .isInstanceOf(LeadershipLostException.class)
                .hasMessageContaining("token 7")
                .hasMessageContaining("FOREIGN_HOLDER");
        assertThat(leadership.ended().toCompletableFuture()).isCompletedWithValue(EndReason.FOREIGN_HOLDER);
    }
}
