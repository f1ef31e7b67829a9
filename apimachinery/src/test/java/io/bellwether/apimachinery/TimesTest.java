package io.bellwether.apimachinery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

    @Test
    void formatMicros_wholeSecond_hasSixDigits() {
        assertThat(Times.formatMicros(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000000Z");
    }

    @Test
    void formatSeconds_fraction_isDropped() {
        assertThat(Times.formatSeconds(Instant.parse("2026-01-02T03:04:05.999Z")))
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void parseMicros_formatted_isTheSameInstant() {
        Random random = new Random(2);
        for (int round = 0; round < 10_000; round++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L))
                    .plusNanos(random.nextInt(1_000_000) * 1000L);
            assertThat(Times.parseMicros(Times.formatMicros(instant))).contains(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.1Z",
                "2026-01-02T03:04:05.12345Z",
                "2026-01-02T03:04:05.1234567Z",
                "2026-01-02T03:04:05.123456789Z",
                "2026-01-02T03:04:05.Z",
                "2026-01-02T03:04:05,123456Z"
            })
    void parseMicros_otherNumberOfDigits_isEmpty(String text) {
        assertThat(Times.parseMicros(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-02",
                "2026-01-02 03:04:05Z",
                "2026-01-02t03:04:05Z",
                "2026-01-02T03:04:05z",
                "2026-01-02T03:04:05",
                "2026-01-02T03:04Z",
                "2026-13-02T03:04:05Z",
                "2026-02-30T03:04:05Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02T03:04:60Z",
                "2026-01-02T03:04:05+0100",
                "2026-01-02T03:04:05+01:00:00",
                "+12026-01-02T03:04:05Z",
                "2026-01-02T03:04:05Z "
            })
    void parseSeconds_noTime_isEmpty(String text) {
        assertThat(Times.parseSeconds(text)).isEmpty();
    }

    @Test
    void parseSeconds_offset_isTurnedIntoUtc() {
        assertThat(Times.parseSeconds("2026-01-02T03:04:05.7-02:30")).contains(Instant.parse("2026-01-02T05:34:05Z"));
    }
}
