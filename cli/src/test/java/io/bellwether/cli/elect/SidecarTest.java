package io.bellwether.cli.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.server.LeaseName;
import io.bellwether.election.ElectionStatus;
import io.bellwether.election.ElectionStatus.Stage;
import io.bellwether.election.LeaderView;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.Notice;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The pages of a candidate that does not lead; those of a leader are asked of a process. */
final class SidecarTest {

    private static final LeaseName LEASE = new LeaseName("default", "job");
    private static final LeaderView LEADER = new LeaderView(
            "a \"b\"",
            Map.of("address", "10.0.0.7:80"),
            Duration.ofSeconds(15),
            Duration.ZERO,
            Optional.of(new FencingToken(7)));

    private final ElectionCounts counts = new ElectionCounts();

    @Test
    void listen_byDefault_isLoopback() {
        ServeCommand command = new ServeCommand();
        CommandLine line = new CommandLine(command);
        String address = line.getCommandSpec().findOption("--listen").defaultValue();

        assertThat(new InetSocketAddress(address.substring(0, address.indexOf(':')), 0)
                        .getAddress()
                        .isLoopbackAddress())
                .isTrue();
    }

    @Test
    void name_isThatOfTheLeader() {
        assertThat(page(Stage.FOLLOWING, Optional.of(LEADER), 0, 0, "/").body())
                .isEqualTo("{\"name\":\"a \\\"b\\\"\",\"token\":7,\"notes\":{\"address\":\"10.0.0.7:80\"}}\n");
        assertThat(page(Stage.FOLLOWING, Optional.empty(), 0, 0, "/").body()).isEqualTo("{\"name\":\"\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "FOLLOWING, 0, 0, 200",
        "FOLLOWING, 61, 0, 503",
        "FOLLOWING, 0, 600, 200",
        "LEADING, 0, 0, 200",
        "JEOPARDY, 0, 0, 503",
        "STOPPING, 0, 0, 200"
    })
    void livez_doubtsWhoCannotRenewAndWhoHearsNothing(Stage stage, int silent, int leaderless, int code) {
        assertThat(page(stage, Optional.empty(), silent, leaderless, "/livez").code())
                .isEqualTo(code);
    }

    @Test
    void readyz_dependsOnNothingButTheEnd() {
        Sidecar sidecar = sidecar(Stage.FOLLOWING, Optional.empty(), 600, 600);

        assertThat(sidecar.answer("/readyz").code()).isEqualTo(200);
        sidecar.stop();
        assertThat(sidecar.answer("/readyz").code()).isEqualTo(503);
    }

    @Test
    void metrics_areThereBeforeAnythingHasHappened() {
        String metrics =
                page(Stage.FOLLOWING, Optional.of(LEADER), 2, 0, "/metrics").body();

        assertThat(metrics)
                .contains("leader_election_master_status{name=\"default/job\"} 0\n")
                .contains("leader_election_contact_seconds{election=\"default/job\"} 2\n")
                .contains("leader_election_observed_leader_info{election=\"default/job\",holder=\"a \\\"b\\\"\"} 1\n");
        for (EndReason reason : EndReason.values()) {
            assertThat(metrics).contains("reason=\"" + reason.name().toLowerCase(Locale.ROOT) + "\"} 0\n");
        }
    }

    @Test
    void metrics_countWhatTheListenerHears() {
        counts.onNotice(new Notice.DuplicateIdentity());
        counts.onNotice(new Notice.Polling());

        assertThat(page(Stage.FOLLOWING, Optional.empty(), 0, 0, "/metrics").body())
                .contains("leader_election_duplicate_identity_total{election=\"default/job\"} 1\n");
    }

    private Sidecar.Answer page(Stage stage, Optional<LeaderView> leader, int silent, int leaderless, String path) {
        return sidecar(stage, leader, silent, leaderless).answer(path);
    }

    private Sidecar sidecar(Stage stage, Optional<LeaderView> leader, int silentSeconds, int leaderlessSeconds) {
        ElectionStatus status = new ElectionStatus(
                stage, leader, Duration.ofSeconds(silentSeconds), Duration.ofSeconds(leaderlessSeconds));
        return new Sidecar(LEASE, "me", Duration.ofSeconds(60), counts, () -> status);
    }
}
