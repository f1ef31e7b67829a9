package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final RandomGenerator random = Randomness.seeded(7);

    @Test
    void delay_withoutJitter_doublesUpToTheBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0);
        assertThat(backoff.delay(0, random)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.delay(1, random)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.delay(3, random)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.delay(5, random)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.delay(Integer.MAX_VALUE, random)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void delay_withJitter_addsAtMostItsFraction() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0.5);
        for (int count = 0; count < 1_000; count++) {
            assertThat(backoff.delay(2, random)).isBetween(Duration.ofMillis(200), Duration.ofMillis(300));
        }
    }

    @Test
    void backoff_rangesBroken_isRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 2, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.9, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
