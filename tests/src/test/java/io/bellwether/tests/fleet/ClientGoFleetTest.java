package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** As {@link JavaFleetTest}, with client-go's candidates; run by {@code tests/interop/run}, which builds them. */
@Tag("client-go")
@TestInstance(Lifecycle.PER_CLASS)
class ClientGoFleetTest {

    private FleetScene scene;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException, InterruptedException {
        scene = FleetScene.open(folder);
    }

    @AfterAll
    void close() throws IOException, InterruptedException {
        scene.close();
    }

    @Test
    void scenario45And46_clientGo_handsOverBothWays() throws IOException, InterruptedException {
        new Handovers(scene, Library.CLIENT_GO, "client-go").play((before, after) -> {
            assertThat(after.holder()).isEmpty();
            assertThat(after.durationSeconds()).isEqualTo(1);
        });
    }

    @Test
    void scenario48_threeOfOursAndThreeOfTheirs_oursNeverOverlap() throws IOException, InterruptedException {
        MixedFleet.play(scene, "go", List.of(Library.CLIENT_GO, Library.CLIENT_GO, Library.CLIENT_GO));
    }

    @Test
    void scenario48_oneOfEachOfTheirs_oursNeverOverlap() throws IOException, InterruptedException {
        MixedFleet.play(scene, "all", List.of(Library.CLIENT_GO, Library.FABRIC8, Library.OFFICIAL));
    }

    /**
     * client-go decides from memory whether the Lease is its own when it releases, but writes over the version that it
     * has just read. So a leader that was cut off until somebody else led releases that one's Lease.
     */
    @Test
    void scenario47_clientGoReleasesOverUs_ourTermEndsAndTheNextHasAGreaterToken(@TempDir Path folder)
            throws IOException, InterruptedException {
        // It gives up 500 ms before we take over, and then tries to release for 3.5 s.
        Elector.Timing timing =
                new Elector.Timing(Duration.ofSeconds(8), Duration.ofSeconds(7), Duration.ofMillis(500));
        String lease = "released-over";
        scene.createConfigMap(lease);
        try (Gate gate = Gate.to(scene.config().server().getPort());
                History<LeaseVersion> history = scene.leaseHistory(lease)) {
            Elector theirs =
                    scene.start(Library.CLIENT_GO, scene.kubeconfigThrough(gate, folder), lease, "theirs", timing);
            Elector.Said unused = theirs.await("started");
            Elector ours = scene.start(Library.OURS, lease, "ours", timing);
            unused = ours.await("observed", List.of("theirs"));
            gate.hold();
            unused = ours.await("started");
            LeaseVersion taken =
                    history.await("our acquisition", version -> version.holder().equals("ours"));
            gate.open();

            LeaseVersion released =
                    history.await("their release", version -> version.holder().isEmpty());
            assertThat(history.before().orElseThrow().holder()).isEqualTo("ours");
            // It contends again at once, and may well be faster than we are.
            theirs.signal("KILL");
            assertThat(ours.await("stopped").words().getLast()).isIn("TAMPERED", "FOREIGN_HOLDER");
            unused = ours.await("started");
            LeaseVersion again =
                    history.await("our next term", version -> version.holder().equals("ours"));
            assertThat(again.token()).isGreaterThan(released.token()).isGreaterThan(taken.token());
            assertThat(scene.fencedWrite(lease, taken.token()))
                    .as("under the old token")
                    .isEqualTo(412);
            assertThat(scene.fencedWrite(lease, again.token())).isEqualTo(200);
            assertThat(LeaseVersion.problems(history.versions())).isEmpty();
        }
    }
}
