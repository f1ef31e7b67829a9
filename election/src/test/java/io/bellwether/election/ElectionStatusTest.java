package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionStatus.Health;
import io.bellwether.election.ElectionStatus.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** REQ-21: what liveness probes and alerts are told. */
final class ElectionStatusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static Health health(Stage stage, long silentSeconds, long leaderlessSeconds) {
        return new ElectionStatus(
                        stage,
                        Optional.empty(),
                        Duration.ofSeconds(silentSeconds),
                        Duration.ofSeconds(leaderlessSeconds))
                .health(PATIENCE);
    }

    @Test
    void health_leaderInJeopardy_isOverdue() {
        assertThat(health(Stage.JEOPARDY, 9, 0)).isEqualTo(Health.OVERDUE);
        assertThat(health(Stage.LEADING, 2, 0)).isEqualTo(Health.WELL);
    }

    @Test
    void health_standby_isBlindOrLeaderlessOnlyBeyondThePatience() {
        assertThat(health(Stage.FOLLOWING, 45, 45)).isEqualTo(Health.WELL);
        assertThat(health(Stage.FOLLOWING, 46, 46)).isEqualTo(Health.BLIND);
        assertThat(health(Stage.FOLLOWING, 2, 46)).isEqualTo(Health.LEADERLESS);
    }
}
