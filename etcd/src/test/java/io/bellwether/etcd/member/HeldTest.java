package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HeldTest {

    private static final long SECOND = 1_000_000_000L;

    private final Held<String, Boolean> held = new Held<>(Duration.ofSeconds(5));

    @Test
    void fact_thatHolds_growsOld() {
        held.note("a", true, 0);

        assertThat(held.note("a", true, 4 * SECOND)).isEqualTo(Duration.ofSeconds(4));
        assertThat(held.note("a", true, 8 * SECOND)).isEqualTo(Duration.ofSeconds(8));
        assertThat(held.note("a", false, 9 * SECOND)).isZero();
    }

    /** Scenario 62: what was not watched does not count. */
    @Test
    void fact_notWatchedForLong_beginsAnew() {
        held.note("a", true, 0);

        assertThat(held.note("a", true, 6 * SECOND)).isZero();
    }

    @Test
    void fact_aboutSomebodyGone_isForgotten() {
        held.note("a", true, 0);
        held.retain(Set.of("b"));

        assertThat(held.note("a", true, SECOND)).isZero();
    }
}
