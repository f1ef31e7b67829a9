package io.bellwether.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WatcherTest {

    private final WriteLog writes = new WriteLog(10, 1);
    private final Samples lags = new Samples();
    private final Watcher watcher = new Watcher(writes, lags, () -> {});

    @Test
    void onData_eventsInOneChunk_countsEach() {
        feed(event(5, 1) + event(6, 2));

        assertThat(watcher.received()).isEqualTo(2);
        assertThat(watcher.sequenceSum()).isEqualTo(3);
        assertThat(lags.size()).isEqualTo(2);
        assertThat(watcher.problem()).isEmpty();
    }

    @Test
    void onData_cutAnywhere_countsTheSame() {
        byte[] stream = (event(5, 1) + event(6, 2) + event(7, 3)).getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < stream.length; cut++) {
            Watcher cutWatcher = new Watcher(writes, new Samples(), () -> {});
            byte[] first = Arrays.copyOf(stream, cut);
            cutWatcher.onData(first, 0, cut);
            cutWatcher.onData(stream, cut, stream.length - cut);

            assertThat(cutWatcher.received()).as("cut at %s", cut).isEqualTo(3);
            assertThat(cutWatcher.sequenceSum()).isEqualTo(6);
            assertThat(cutWatcher.problem()).isEmpty();
        }
    }

    @Test
    void onData_duringWarmup_measuresNothing() {
        feed(event(5, 0));

        assertThat(watcher.received()).isEqualTo(1);
        assertThat(lags.size()).isZero();
    }

    @Test
    void onData_revisionGoesBack_isAProblem() {
        feed(event(6, 1) + event(5, 2));

        assertThat(watcher.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("5 came after 6"));
    }

    @Test
    void onData_sameRevisionTwice_isAProblem() {
        feed(event(6, 1) + event(6, 1));

        assertThat(watcher.problem()).isPresent();
    }

    @Test
    void onData_anotherEvent_isAProblem() {
        feed(event(6, 1).replace("MODIFIED", "ERROR"));

        assertThat(watcher.problem()).isPresent();
        assertThat(watcher.received()).isZero();
    }

    @Test
    void onStatus_refusal_isAProblem() {
        watcher.onStatus(429);

        assertThat(watcher.problem()).isPresent();
    }

    @Test
    void onEnd_whileMeasuring_isAProblem() {
        watcher.onEnd();

        assertThat(watcher.problem()).isPresent();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        watcher.onData(bytes, 0, bytes.length);
    }

    private static String event(long revision, long sequence) {
        return "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + revision
                + "\"},\"data\":{\"sequence\":\"" + sequence + "\"}}}\n";
    }
}
