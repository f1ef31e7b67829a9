package io.bellwether.apiserver.http.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.http.core.ConnectionSighting.Counters;
import io.bellwether.apiserver.http.core.ConnectionSighting.Protocol;
import io.bellwether.apiserver.http.core.ConnectionSighting.Stage;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionSightingTest {

    private Optional<ConnectionSighting> last = Optional.empty();

    @Test
    void handshake_thatNeverEnds_isOverdue() {
        assertThat(see(0, Protocol.UNDECIDED, 0, 0, 0).stage()).isEqualTo(Stage.HANDSHAKE);
        assertThat(see(15, Protocol.UNDECIDED, 0, 0, 0).isOverdue(nanos(15))).isFalse();
        assertThat(see(16, Protocol.UNDECIDED, 0, 0, 0).isOverdue(nanos(16))).isTrue();
    }

    @Test
    void head_thatTricklesIn_isOverdueHoweverBusy() {
        see(0, Protocol.HTTP_1, 0, 0, 10);
        for (int second = 5; second <= 20; second += 5) {
            assertThat(see(second, Protocol.HTTP_1, 0, 0, 10 + second).stage()).isEqualTo(Stage.READING);
            assertThat(last.orElseThrow().isOverdue(nanos(second))).isFalse();
        }
        assertThat(see(21, Protocol.HTTP_1, 0, 0, 31).isOverdue(nanos(21))).isTrue();
    }

    @Test
    void secondHead_thatTricklesIn_isOverdue() {
        see(0, Protocol.HTTP_1, 1, 0, 500);
        see(100, Protocol.HTTP_1, 1, 0, 501);
        assertThat(last.orElseThrow().stage()).isEqualTo(Stage.READING);
        see(110, Protocol.HTTP_1, 1, 0, 501);
        assertThat(last.orElseThrow().isOverdue(nanos(110))).isFalse();
        assertThat(see(121, Protocol.HTTP_1, 1, 0, 502).isOverdue(nanos(121))).isTrue();
    }

    @Test
    void request_thatArrives_startsOver() {
        see(0, Protocol.HTTP_1, 0, 0, 10);
        see(15, Protocol.HTTP_1, 1, 1, 400);
        assertThat(last.orElseThrow().stage()).isEqualTo(Stage.BUSY);
        assertThat(see(20, Protocol.HTTP_1, 1, 0, 400).stage()).isEqualTo(Stage.IDLE);
        assertThat(see(25, Protocol.HTTP_1, 2, 0, 800).stage()).isEqualTo(Stage.IDLE);
        assertThat(last.orElseThrow().sinceNanos()).isEqualTo(nanos(25));
    }

    @Test
    void watch_thatIsQuiet_isNeverOverdue() {
        see(0, Protocol.HTTP_2, 1, 1, 400);
        assertThat(see(1_000_000, Protocol.HTTP_2, 1, 1, 400).isOverdue(nanos(1_000_000)))
                .isFalse();
    }

    @Test
    void http2_pingsBetweenRequests_stayIdle() {
        see(0, Protocol.HTTP_2, 1, 0, 400);
        assertThat(see(30, Protocol.HTTP_2, 1, 0, 417).stage()).isEqualTo(Stage.IDLE);
        assertThat(see(601, Protocol.HTTP_2, 1, 0, 700).isOverdue(nanos(601))).isTrue();
    }

    @Test
    void connection_withoutARequest_isOverdueAfterAMinute() {
        see(0, Protocol.HTTP_1, 0, 0, 0);
        assertThat(see(60, Protocol.HTTP_1, 0, 0, 0).isOverdue(nanos(60))).isFalse();
        assertThat(see(61, Protocol.HTTP_1, 0, 0, 0).isOverdue(nanos(61))).isTrue();
    }

    private ConnectionSighting see(int second, Protocol protocol, long requests, long open, long bytesIn) {
        ConnectionSighting now =
                ConnectionSighting.of(last, new Counters(protocol, requests, open, bytesIn), nanos(second));
        last = Optional.of(now);
        return now;
    }

    private static long nanos(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
