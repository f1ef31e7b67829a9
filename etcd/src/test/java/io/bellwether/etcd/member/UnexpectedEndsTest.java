package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.member.UnexpectedEnds.Life;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UnexpectedEndsTest {

    private final UnexpectedEnds ends = new UnexpectedEnds();

    private static long second(int number) {
        return TimeUnit.SECONDS.toNanos(number);
    }

    /** Whoever kills a working etcd again and again stops nothing but that one process. */
    @Test
    void ends_afterAnswers_neverAreInVain() {
        for (int second = 0; second < 600; second += 5) {
            ends.note(Life.ANSWERED, second(second));
        }

        assertThat(ends.fruitless(second(600))).isZero();
        assertThat(ends.pause(second(600))).isEqualTo(Duration.ofSeconds(10));
        assertThat(ends.pause(second(700))).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void ends_withoutAnAnswer_countForTenMinutes() {
        for (int second = 0; second < 5; second++) {
            ends.note(Life.FRUITLESS, second(second));
        }

        assertThat(ends.fruitless(second(5))).isEqualTo(5);
        assertThat(ends.fruitless(second(603))).isEqualTo(2);
        assertThat(ends.fruitless(second(700))).isZero();
    }

    @Test
    void life_thatServedClients_wasOfUseBeforeAnybodyAsked() {
        String serving = "{\"msg\":\"serving client traffic insecurely; this is strongly discouraged!\"}";

        assertThat(Life.of(false, List.of(serving, "killed"))).isEqualTo(Life.ANSWERED);
        assertThat(Life.of(true, List.of())).isEqualTo(Life.ANSWERED);
        assertThat(Life.of(false, List.of("crc mismatch"))).isEqualTo(Life.FRUITLESS);
    }

    @Test
    void pause_growsWithEachEndAndIsBounded() {
        ends.note(Life.ANSWERED, second(0));
        assertThat(ends.pause(second(0))).isEqualTo(Duration.ofMillis(200));

        ends.note(Life.FRUITLESS, second(1));
        assertThat(ends.pause(second(1))).isEqualTo(Duration.ofMillis(400));

        for (int second = 2; second < 30; second++) {
            ends.note(Life.FRUITLESS, second(second));
        }
        assertThat(ends.pause(second(30))).isEqualTo(Duration.ofSeconds(10));
    }
}
