package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.SystemClock;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The command runs only while leading and never outlives the program (G-P1, G-P2): scenarios 54 to 56 and 59. */
final class ElectStopTest {

    /** So that nobody can have waited for its end. */
    private static final String AN_HOUR = "--lease-duration=1h";

    /** A look takes milliseconds. */
    private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

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
    void scenario54_termDuringStartUp_theChildIsGoneBeforeTheRelease(TestInfo test) throws Exception {
        Path stopped = folder.resolve("stopped");
        String script =
                "trap 'sleep 0.3; touch " + stopped + "; exit 0' TERM; echo child $$; while :; do sleep 0.05; done";
        try (ProgramProcess elect = scene.elect(test, "sh", "-c", script)) {
            elect.awaitLine("leading ");
            try (Leases.Release release = scene.leases().watch(ElectScene.lease(test))) {
                elect.signal("TERM");
                release.await();
                assertThat(stopped.toFile().exists() || !elect.hasPrinted("child"))
                        .isTrue();
                assertThat(elect.children("sleep")).isEmpty();
            }
            assertThat(elect.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void scenario55_childThatIgnoresTerm_isKilledAfterTheGraceAndBeforeTheRelease(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "--grace=300ms", "--", "sh", "-c", ElectScene.STUBBORN)) {
            ProcessHandle child = ElectScene.child(elect);
            try (Leases.Release release = scene.leases().watch(ElectScene.lease(test))) {
                elect.signal("TERM");
                release.await();
                assertThat(ElectScene.isRunning(child)).isFalse();
            }
            assertThat(elect.awaitExit()).isEqualTo(137);
        }
    }

    @Test
    void secondSignal_killsAtOnce(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "--grace=1h", "--", "sh", "-c", ElectScene.STUBBORN)) {
            ProcessHandle child = ElectScene.child(elect);
            elect.signal("INT");
            // Not INT again: the kernel delivers two of one kind as one when the first still waits.
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(137);
            assertThat(ElectScene.isRunning(child)).isFalse();
        }
    }

    @Test
    void scenario55_childThatLeavesGrandchildren_theyAreStoppedBeforeTheRelease(TestInfo test) throws Exception {
        Path spoken = folder.resolve("spoken");
        String script =
                "(trap '' TERM INT; echo child $$; touch " + spoken + "; while :; do read -r line; sleep 600; done) &"
                        + " while ! [ -e " + spoken + " ]; do sleep 0.05; done; exit 5";
        try (ProgramProcess elect = scene.elect(test, "--grace=300ms", "--", "sh", "-c", script)) {
            elect.awaitLine("leading ");
            assertThat(elect.awaitExit()).isEqualTo(5);
            long pid = Long.parseLong(elect.awaitLine("child ").split(" ", -1)[1]);
            assertThat(ProcessHandle.of(pid).filter(ElectScene::isRunning)).isEmpty();
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEmpty();
        }
    }

    @Test
    void scenario56_serverGoneWhileTheChildForks_theWholeGroupIsGoneBeforeTheLeadershipEnds(TestInfo test)
            throws Exception {
        String script =
                "echo state $ELECT_STATE_FILE; trap '' TERM; echo child $$; for i in 1 2 3; do (trap '' TERM; sleep 600) & done; while :; do (sleep 0.01); done";
        try (ProgramProcess elect =
                scene.elect(test, "--lease-duration=5s", "--on-loss=exit", "--", "sh", "-c", script)) {
            Path stateFile = Path.of(elect.awaitLine("state ").substring("state ".length()));
            ProcessHandle child = ElectScene.child(elect);
            List<ProcessHandle> group = new ArrayList<>(child.descendants().toList());
            group.add(child);
            scene.server().signal("STOP");
            try {
                Seen seen = watch(stateFile, group);
                assertThat(seen.runningAt()).isLessThanOrEqualTo(seen.validUntil());
            } finally {
                scene.server().signal("CONT");
            }
            assertThat(elect.awaitExit()).isEqualTo(75);
        }
    }

    @Test
    void foreignHolder_stopsTheChildAndRecampaigns(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(
                test, "--lease-duration=1s", "--", "sh", "-c", "echo ran under $ELECT_FENCING_TOKEN; exec sleep 600")) {
            elect.awaitLine("ran under 1");
            scene.leases().seize(ElectScene.lease(test), "x", 1);
            elect.awaitLine("stopped leading");
            elect.awaitLine("ran under 3");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void foreignHolder_onLossExit_endsWith75(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "--on-loss=exit", "--", "sleep", "600")) {
            elect.awaitLine("leading ");
            scene.leases().seize(ElectScene.lease(test), "x", 15);
            assertThat(elect.awaitExit()).isEqualTo(75);
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEqualTo("x");
        }
    }

    @Test
    void scenario59_killedByForce_theChildIsGoneLongBeforeTheLeadershipEnds(TestInfo test) throws Exception {
        try (ProgramProcess elect =
                scene.elect(test, AN_HOUR, "--", "sh", "-c", "echo state $ELECT_STATE_FILE; " + ElectScene.STUBBORN)) {
            Path stateFile = Path.of(elect.awaitLine("state ").substring("state ".length()));
            ProcessHandle child = ElectScene.child(elect);
            elect.signal("KILL");
            assertThat(child.onExit().get(ProgramProcess.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            ElectScene.awaitGone(stateFile);
        }
    }

    @Test
    void killedByForceWhileWaiting_nothingIsLeft(TestInfo test) throws Exception {
        assertThat(scene.leases().hold(ElectScene.lease(test), "somebody", 3600))
                .isNotNull();
        try (ProgramProcess elect = scene.elect(test, "sh", "-c", "echo must not run")) {
            elect.awaitLine("is held by somebody");
            List<ProcessHandle> children = elect.children("bellwether-");
            assertThat(children).isNotEmpty();
            elect.signal("KILL");
            for (ProcessHandle each : children) {
                assertThat(each.onExit().get(ProgramProcess.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isNotNull();
            }
            assertThat(elect.hasPrinted("must not run")).isFalse();
        }
    }

    @Test
    void guardianKilled_theCommandIsStopped(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "sh", "-c", "echo child $$; exec sleep 600")) {
            ProcessHandle child = ElectScene.child(elect);
            ProcessHandle guardian = elect.children("bellwether-guardian").get(0);
            assertThat(guardian.destroyForcibly()).isTrue();
            assertThat(elect.awaitExit()).isEqualTo(70);
            assertThat(ElectScene.isRunning(child)).isFalse();
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEmpty();
        }
    }

    /**
     * What was seen of a group of processes.
     *
     * @param runningAt when one of them was last known to run: read before the look, not after
     * @param validUntil the greatest validity that the file ever named
     */
    private record Seen(long runningAt, long validUntil) {}

    /**
     * Looks until the whole group has ended. After a machine stood still, whoever is seen to run stood still as well,
     * and so did who was to end it: from then on nothing counts.
     */
    private static Seen watch(Path stateFile, List<ProcessHandle> group) throws Exception {
        SystemClock clock = new SystemClock();
        long greatest = 0;
        long running = 0;
        boolean stoodStill = false;
        long looked = clock.nanos();
        while (group.stream().anyMatch(ElectScene::isRunning)) {
            stoodStill |= clock.nanos() - looked > STANDSTILL_NANOS;
            running = stoodStill ? running : looked;
            LockSupport.parkNanos(ElectScene.LOOK_EVERY_NANOS);
            looked = clock.nanos();
            greatest = Math.max(greatest, validUntil(stateFile));
        }
        return new Seen(running, greatest);
    }

    /** 0 where it is gone: the term is over. */
    private static long validUntil(Path stateFile) throws IOException {
        try {
            return JsonMapper.shared()
                    .readTree(Files.readString(stateFile))
                    .path("validUntil")
                    .asLong();
        } catch (NoSuchFileException over) {
            return 0;
        }
    }
}
