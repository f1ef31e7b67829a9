package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Evidence.Probe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClusterObserverTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private static boolean isConnected(boolean counted, Probe probe, Duration probeFor) {
        return ClusterObserver.isConnected(counted, probe, probeFor);
    }

    @Test
    void connection_thatIsCounted_isOneWhileTheMemberAnswersOrIsBrieflySilent() {
        assertThat(isConnected(true, Probe.ANSWERS, LONG)).isTrue();
        assertThat(isConnected(true, Probe.SILENT, SHORT)).isTrue();
        assertThat(isConnected(true, Probe.UNKNOWN, SHORT)).isTrue();
    }

    /** The count of a member that was counted twice never ends. */
    @Test
    void connection_toWhereNobodyListensOrAnswersForLong_isNone() {
        assertThat(isConnected(true, Probe.REFUSED, Duration.ZERO)).isFalse();
        assertThat(isConnected(true, Probe.SILENT, LONG)).isFalse();
    }

    @Test
    void connection_thatIsNotCounted_isNone() {
        assertThat(isConnected(false, Probe.ANSWERS, LONG)).isFalse();
    }
}
