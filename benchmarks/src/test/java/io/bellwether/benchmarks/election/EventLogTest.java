package io.bellwether.benchmarks.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.execution.Threads;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Event FIRST = new Event("a", What.STARTED, 1);
    private static final Event SECOND = new Event("b", What.STARTED, 2);

    private final EventLog log = new EventLog();

    @Test
    void await_whatCameBeforeTheMark_isNotFound() {
        log.add(FIRST);
        int mark = log.mark();
        log.add(SECOND);

        assertThat(log.await(mark, PATIENCE, "a start", event -> event.what() == What.STARTED))
                .isEqualTo(SECOND);
    }

    @Test
    void await_whatComesLater_isAwaited() {
        Threads.start("later", () -> log.add(FIRST));

        assertThat(log.await(0, PATIENCE, "a start", event -> event.is("a", What.STARTED)))
                .isEqualTo(FIRST);
    }

    @Test
    void await_whatNeverComes_saysWhatThereWas() {
        log.add(FIRST);

        assertThatThrownBy(() -> log.await(0, Duration.ZERO, "the stop", event -> event.what() == What.STOPPED))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("the stop")
                .hasMessageContaining("identity=a");
    }

    @Test
    void awaitCount_ofTooFew_saysHowMany() {
        log.add(FIRST);
        log.add(SECOND);
        log.awaitCount(2, PATIENCE, "starts", event -> event.what() == What.STARTED);

        assertThatThrownBy(() -> log.awaitCount(3, Duration.ZERO, "starts", event -> event.what() == What.STARTED))
                .hasMessageContaining("2 of 3 starts");
    }

    @Test
    void event_ofALine_takesItsInstantFromIt() {
        assertThat(Elector.event("a", "started 17 lease")).contains(new Event("a", What.STARTED, 17));
        assertThat(Elector.event("a", "observed 17 lease b")).contains(new Event("a", What.OBSERVED, 17));
    }

    @Test
    void event_ofALineWithoutMeaning_isNone() {
        assertThat(Elector.event("a", "observed 17 lease")).isEmpty();
        assertThat(Elector.event("a", "a warning")).isEmpty();
    }
}
