package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Guarantees G-E1, G-E3 and G-F2 on a Lease shared with fabric8's and the official Java client's candidates. */
@TestInstance(Lifecycle.PER_CLASS)
class JavaFleetTest {

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
    void scenario45And46_fabric8_handsOverBothWays() throws IOException, InterruptedException {
        // Its release is a merge patch, which cannot write the empty holder: the old one stays, for one more second.
        new Handovers(scene, Library.FABRIC8, "fabric8").play((before, after) -> {
            assertThat(after.holder()).isEqualTo(before.holder());
            assertThat(after.durationSeconds()).isEqualTo(1);
        });
    }

    @Test
    void scenario45And46_officialJavaClient_handsOverBothWays() throws IOException, InterruptedException {
        new Handovers(scene, Library.OFFICIAL, "official")
                .play((before, after) -> assertThat(after.holder()).isEmpty());
    }

    @Test
    void scenario48_threeOfOursAndThreeOfTheirs_oursNeverOverlap() throws IOException, InterruptedException {
        MixedFleet.play(scene, "java", List.of(Library.FABRIC8, Library.OFFICIAL, Library.FABRIC8));
    }
}
