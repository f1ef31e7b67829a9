package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the Lease when the program is killed (G-P2): its guardian releases it once the command is dead, and
 * only then, and only the program's own. The leases last an hour, so that nobody can have waited for their end.
 */
final class ElectReleaseTest {

    private static final String AN_HOUR = "--lease-duration=1h";

    @TempDir
    private static Path folder;

    private static ElectScene scene;

    @BeforeAll
    static void startServer() throws Exception {
        scene = ElectScene.open(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        scene.close();
    }

    @Test
    void scenario59_killedByForce_aSuccessorLeadsOnceTheCommandIsDead(TestInfo test) throws Exception {
        try (ProgramProcess first = scene.elect(test, AN_HOUR, "--", "sh", "-c", ElectScene.STUBBORN)) {
            ProcessHandle child = ElectScene.child(first);
            try (ProgramProcess second =
                    scene.elect(test, AN_HOUR, "--", "sh", "-c", "echo second $ELECT_FENCING_TOKEN")) {
                second.awaitLine("is held by");
                first.signal("KILL");
                assertThat(second.awaitLine("second ")).isEqualTo("second 3");
                assertThat(ElectScene.isRunning(child)).isFalse();
                assertThat(second.awaitExit()).isZero();
            }
        }
    }

    @Test
    void killedByForceAfterALoss_theLeaseOfTheNextHolderIsLeftAlone(TestInfo test) throws Exception {
        try (ProgramProcess elect =
                scene.elect(test, AN_HOUR, "--", "sh", "-c", "echo state $ELECT_STATE_FILE; exec sleep 600")) {
            Path stateFile = Path.of(elect.awaitLine("state ").substring("state ".length()));
            scene.leases().seize(ElectScene.lease(test), "x", 3600);
            elect.awaitLine("stopped leading");
            elect.signal("KILL");
            ElectScene.awaitGone(stateFile);
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEqualTo("x");
        }
    }

    @Test
    void release_underTheSameNameButOfAnotherProcess_leavesTheLeaseAlone(TestInfo test) throws Exception {
        try (ProgramProcess elect =
                scene.elect(test, AN_HOUR, "--identity=me", "--", "sh", "-c", "echo works; exec sleep 600")) {
            elect.awaitLine("works");
            try (ProgramProcess release = release(test, scene.kubeconfig(), "10s")) {
                release.awaitLine("left alone");
                assertThat(release.awaitExit()).isZero();
            }
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEqualTo("me");
        }
    }

    @Test
    void release_withoutAServer_givesUpInTime(TestInfo test) throws Exception {
        Path nobody = Files.writeString(
                folder.resolve("nobody"),
                Files.readString(scene.kubeconfig()).replaceAll("server: .*", "server: https://127.0.0.1:1"));
        try (ProgramProcess release = release(test, nobody, "1s")) {
            release.awaitLine("left to expire");
            assertThat(release.awaitExit()).isEqualTo(1);
        }
    }

    private static ProgramProcess release(TestInfo test, Path kubeconfig, String within) throws Exception {
        return ProgramProcess.start(
                Map.of(),
                "elect",
                "release",
                "--kubeconfig=" + kubeconfig,
                "--lease=default/" + ElectScene.lease(test),
                "--identity=me",
                "--instance=another",
                "--within=" + within);
    }
}
