package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ProcessState;
import io.bellwether.etcd.member.EtcdProcess.Answered;
import io.bellwether.execution.sim.SimClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves no client: what tells one that is slow to start from one that hangs. */
final class EtcdProcessTest {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final SimClock clock = new SimClock();

    @SuppressWarnings("NullAway.Init") // set before each test
    private EtcdProcess process;

    @BeforeEach
    void start() throws IOException {
        process = EtcdProcess.prepare(clock, new DataDirectory(folder.resolve("data")), log());
        process.start(List.of("sleep", "600"));
    }

    @AfterEach
    void end() {
        process.kill();
        process.close();
    }

    private static boolean silent() {
        return false;
    }

    private Path log() {
        return folder.resolve("etcd.log");
    }

    /** Looks for so long; how long it was without a sign of life at the end. */
    private Duration lifeless(Duration lasting, BooleanSupplier peerAnswer) throws IOException {
        Duration last = Duration.ZERO;
        for (Duration passed = Duration.ZERO; passed.compareTo(lasting) <= 0; passed = passed.plus(ROUND)) {
            ProcessState state = process.state(Answered.NO, peerAnswer);
            assertThat(state).isInstanceOf(ProcessState.Starting.class);
            last = state instanceof ProcessState.Starting starting ? starting.lifeless() : last;
            clock.advance(ROUND);
        }
        return last;
    }

    @Test
    void process_thatDoesNothing_isLifelessSinceItsStart() throws IOException {
        assertThat(lifeless(LONG, EtcdProcessTest::silent)).isEqualTo(LONG);
    }

    /** It waits for a quorum, or for what it is behind. */
    @Test
    void process_whosePeerPortAnswers_lives() throws IOException {
        assertThat(lifeless(LONG, () -> true)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void process_thatWritesALineNowAndThen_lives() throws IOException {
        for (int minute = 0; minute < 10; minute++) {
            assertThat(lifeless(Duration.ofMinutes(1), EtcdProcessTest::silent))
                    .isLessThanOrEqualTo(Duration.ofMinutes(2));
            Files.writeString(log(), "a line\n", StandardOpenOption.APPEND);
        }

        assertThat(lifeless(Duration.ZERO, EtcdProcessTest::silent)).isZero();
    }

    @Test
    void process_thatWasNotWatched_isNotTakenForLifeless() throws IOException {
        assertThat(lifeless(Duration.ofMinutes(4), EtcdProcessTest::silent)).isEqualTo(Duration.ofMinutes(4));
        clock.advance(LONG);

        assertThat(lifeless(Duration.ofSeconds(5), EtcdProcessTest::silent)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void process_startedAnew_isJudgedFromItsOwnStart() throws IOException, InterruptedException {
        assertThat(lifeless(LONG, EtcdProcessTest::silent)).isEqualTo(LONG);
        process.terminate();
        assertThat(process.isAlive()).isFalse();

        process.start(List.of("sleep", "600"));

        assertThat(lifeless(Duration.ZERO, EtcdProcessTest::silent)).isZero();
    }
}
