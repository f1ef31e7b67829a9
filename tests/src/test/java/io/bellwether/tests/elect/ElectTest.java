package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.execution.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command runs only while leading and never outlives the program (G-P1, G-P2): scenarios 54 to 59, and the table of
 * exit codes.
 */
final class ElectTest {

    /** Ignores requests to stop, says its pid, and never ends by itself. */
    private static final String STUBBORN = "trap '' TERM INT; echo child $$; while :; do read -r line; sleep 600; done";

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private static Path folder;

    private static ProgramProcess server;
    private static Path kubeconfig;
    private static Leases leases;

    @BeforeAll
    static void startServer() throws Exception {
        server = ProgramProcess.start(
                Map.of(), "up", "--data-dir", folder.resolve("data").toString(), "--listen", "127.0.0.1:0");
        server.awaitLine("Bellwether is ready");
        kubeconfig = folder.resolve("data/admin.kubeconfig");
        leases = new Leases(kubeconfig);
    }

    @AfterAll
    static void stopServer() throws Exception {
        leases.close();
        server.close();
    }

    @Test
    void scenario57_childThatEnds_itsCodeIsOursAndTheLeaseIsReleased(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "sh", "-c", "exit 3")) {
            assertThat(elect.awaitExit()).isEqualTo(3);
            assertThat(Leases.holder(leases.get(lease(test)))).isEmpty();
        }
    }

    @Test
    void childEndedByASignal_hasTheCodeOfAShell(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "sh", "-c", "kill -KILL $$")) {
            assertThat(elect.awaitExit()).isEqualTo(137);
        }
    }

    @Test
    void child_knowsItsLeadershipAndReadsOurInput(TestInfo test) throws Exception {
        String script =
                "read -r line; echo \"got $line|$ELECT_NAMESPACE|$ELECT_NAME|$ELECT_IDENTITY|$ELECT_TERM|$ELECT_FENCING_TOKEN|$ELECT_FENCE|$KUBECONFIG|\";"
                        + " echo \"state $(cat \"$ELECT_STATE_FILE\")\"";
        try (ProgramProcess elect = elect(test, "--identity=me", "--", "sh", "-c", script)) {
            elect.write("hello\n");
            String name = lease(test);
            assertThat(elect.awaitLine("got "))
                    .isEqualTo(
                            "got hello|default|" + name + "|me|1|1|default/" + name + ";token=1|" + kubeconfig + "|");
            JsonNode state =
                    JsonMapper.shared().readTree(elect.awaitLine("state ").substring("state ".length()));
            assertThat(state.path("token").asLong()).isEqualTo(1);
            assertThat(state.path("identity").asString()).isEqualTo("me");
            assertThat(state.path("validUntil").asLong() - new SystemClock().nanos())
                    .isBetween(0L, TimeUnit.SECONDS.toNanos(15));
            assertThat(elect.awaitExit()).isZero();
        }
    }

    @Test
    void scenario54_termDuringStartUp_theChildIsGoneBeforeTheRelease(TestInfo test) throws Exception {
        Path stopped = folder.resolve("stopped");
        String script =
                "trap 'sleep 0.3; touch " + stopped + "; exit 0' TERM; echo child $$; while :; do sleep 0.05; done";
        try (ProgramProcess elect = elect(test, "sh", "-c", script)) {
            elect.awaitLine("leading ");
            try (Leases.Release release = leases.watch(lease(test))) {
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
        try (ProgramProcess elect = elect(test, "--grace=300ms", "--", "sh", "-c", STUBBORN)) {
            ProcessHandle child = child(elect);
            try (Leases.Release release = leases.watch(lease(test))) {
                elect.signal("TERM");
                release.await();
                assertThat(isRunning(child)).isFalse();
            }
            assertThat(elect.awaitExit()).isEqualTo(137);
        }
    }

    @Test
    void secondSignal_killsAtOnce(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "--grace=1h", "--", "sh", "-c", STUBBORN)) {
            ProcessHandle child = child(elect);
            elect.signal("INT");
            elect.signal("INT");
            assertThat(elect.awaitExit()).isEqualTo(137);
            assertThat(isRunning(child)).isFalse();
        }
    }

    @Test
    void scenario55_childThatLeavesGrandchildren_theyAreStoppedBeforeTheRelease(TestInfo test) throws Exception {
        try (ProgramProcess elect =
                elect(test, "--grace=300ms", "--", "sh", "-c", "(" + STUBBORN + ") & sleep 0.2; exit 5")) {
            elect.awaitLine("leading ");
            assertThat(elect.awaitExit()).isEqualTo(5);
            long pid = Long.parseLong(elect.awaitLine("child ").split(" ", -1)[1]);
            assertThat(ProcessHandle.of(pid).filter(ElectTest::isRunning)).isEmpty();
            assertThat(Leases.holder(leases.get(lease(test)))).isEmpty();
        }
    }

    @Test
    void scenario56_serverGoneWhileTheChildForks_theWholeGroupIsGoneBeforeTheLeadershipEnds(TestInfo test)
            throws Exception {
        String script =
                "echo state $ELECT_STATE_FILE; trap '' TERM; echo child $$; for i in 1 2 3; do (trap '' TERM; sleep 600) & done; while :; do (sleep 0.01); done";
        try (ProgramProcess elect = elect(test, "--lease-duration=5s", "--on-loss=exit", "--", "sh", "-c", script)) {
            Path stateFile = Path.of(elect.awaitLine("state ").substring("state ".length()));
            ProcessHandle child = child(elect);
            List<ProcessHandle> group = new ArrayList<>(child.descendants().toList());
            group.add(child);
            server.signal("STOP");
            try {
                long validUntil = lastValidUntil(stateFile, group);
                assertThat(new SystemClock().nanos()).isLessThanOrEqualTo(validUntil);
            } finally {
                server.signal("CONT");
            }
            assertThat(elect.awaitExit()).isEqualTo(75);
        }
    }

    @Test
    void foreignHolder_stopsTheChildAndRecampaigns(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(
                test, "--lease-duration=1s", "--", "sh", "-c", "echo ran under $ELECT_FENCING_TOKEN; exec sleep 600")) {
            elect.awaitLine("ran under 1");
            leases.seize(lease(test), "x", 1);
            elect.awaitLine("stopped leading");
            elect.awaitLine("ran under 3");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void foreignHolder_onLossExit_endsWith75(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "--on-loss=exit", "--", "sleep", "600")) {
            elect.awaitLine("leading ");
            leases.seize(lease(test), "x", 15);
            assertThat(elect.awaitExit()).isEqualTo(75);
            assertThat(Leases.holder(leases.get(lease(test)))).isEqualTo("x");
        }
    }

    @Test
    void scenario59_killedByForce_theChildIsGoneLongBeforeTheLeadershipEnds(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "sh", "-c", "echo state $ELECT_STATE_FILE; " + STUBBORN)) {
            Path stateFile = Path.of(elect.awaitLine("state ").substring("state ".length()));
            ProcessHandle child = child(elect);
            elect.signal("KILL");
            assertThat(child.onExit().get(5, TimeUnit.SECONDS)).isNotNull();
            awaitGone(stateFile);
        }
    }

    @Test
    void killedByForceWhileWaiting_nothingIsLeft(TestInfo test) throws Exception {
        assertThat(leases.hold(lease(test), "somebody", 3600)).isNotNull();
        try (ProgramProcess elect = elect(test, "sh", "-c", "echo must not run")) {
            elect.awaitLine("is held by somebody");
            List<ProcessHandle> children = elect.children("bellwether-");
            assertThat(children).isNotEmpty();
            elect.signal("KILL");
            for (ProcessHandle each : children) {
                assertThat(each.onExit().get(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(elect.hasPrinted("must not run")).isFalse();
        }
    }

    @Test
    void guardianKilled_theCommandIsStopped(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(test, "sh", "-c", "echo child $$; exec sleep 600")) {
            ProcessHandle child = child(elect);
            ProcessHandle guardian = elect.children("bellwether-guardian").get(0);
            assertThat(guardian.destroyForcibly()).isTrue();
            assertThat(elect.awaitExit()).isEqualTo(70);
            assertThat(isRunning(child)).isFalse();
            assertThat(Leases.holder(leases.get(lease(test)))).isEmpty();
        }
    }

    @Test
    void scenario58_waitTimeoutWithoutLeadership_is124AndLeavesTheLeaseAlone(TestInfo test) throws Exception {
        ApiObject before = leases.hold(lease(test), "somebody", 3600);
        try (ProgramProcess elect = elect(test, "--wait-timeout=500ms", "--", "sh", "-c", "echo must not run")) {
            assertThat(elect.awaitExit()).isEqualTo(124);
            assertThat(elect.hasPrinted("must not run")).isFalse();
            assertThat(leases.get(lease(test)).resourceVersion()).isEqualTo(before.resourceVersion());
        }
    }

    @Test
    void term_whileWaiting_endsWithItsCode(TestInfo test) throws Exception {
        assertThat(leases.hold(lease(test), "somebody", 3600)).isNotNull();
        try (ProgramProcess elect = elect(test, "true")) {
            elect.awaitLine("is held by somebody");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void onChildExitRestart_runsAgainInTheSameTerm(TestInfo test) throws Exception {
        try (ProgramProcess elect =
                elect(test, "--on-child-exit=restart", "--", "sh", "-c", "echo run $ELECT_TERM $ELECT_FENCING_TOKEN")) {
            assertThat(elect.awaitLine("run ")).isEqualTo("run 1 1");
            assertThat(elect.awaitLine("run ")).isEqualTo("run 1 1");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void onChildExitYield_leadsAgainUnderAGreaterToken(TestInfo test) throws Exception {
        try (ProgramProcess elect = elect(
                test,
                "--on-child-exit=yield",
                "--lease-duration=1s",
                "--",
                "sh",
                "-c",
                "echo ran under $ELECT_FENCING_TOKEN")) {
            elect.awaitLine("ran under 1");
            elect.awaitLine("others may lead now");
            elect.awaitLine("ran under 3");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void standby_takesOverWhenTheLeaderIsStopped(TestInfo test) throws Exception {
        try (ProgramProcess first = elect(test, "sh", "-c", "echo first; exec sleep 600")) {
            first.awaitLine("leading ");
            try (ProgramProcess second = elect(test, "sh", "-c", "echo second $ELECT_FENCING_TOKEN")) {
                second.awaitLine("is held by");
                first.signal("TERM");
                assertThat(first.awaitExit()).isEqualTo(143);
                assertThat(second.awaitLine("second")).isEqualTo("second 3");
                assertThat(second.awaitExit()).isZero();
            }
        }
    }

    @Test
    void wrongUsage_is64() throws Exception {
        assertExit(64, "", "elect", "--", "true");
        assertExit(64, "", "elect", "--lease", "a/b/c", "--kubeconfig", kubeconfig.toString(), "--", "true");
        assertExit(64, "", "elect", "--lease", "default/a", "--lease-duration=soon", "--", "true");
    }

    @Test
    void commandThatCannotBeExecuted_isToldBeforeCampaigning(TestInfo test) throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertExit(
                127,
                "no-such-command does not exist",
                "elect",
                "--lease",
                "default/" + lease(test),
                "--",
                "no-such-command");
        assertExit(126, "not an executable", "elect", "--lease", "default/" + lease(test), "--", text.toString());
        assertThat(leases.exists(lease(test))).isFalse();
    }

    @Test
    void badConfiguration_is78() throws Exception {
        assertExit(
                78,
                "does not exist",
                "elect",
                "--lease",
                "a/b",
                "--kubeconfig",
                folder.resolve("nothing").toString(),
                "--",
                "true");
        assertExit(
                78,
                "leaseDuration must be whole seconds",
                "elect",
                "--lease",
                "a/b",
                "--kubeconfig",
                kubeconfig.toString(),
                "--lease-duration=1500ms",
                "--",
                "true");
    }

    @Test
    void failFast_saysUnavailableOrForbidden(TestInfo test) throws Exception {
        Path nobody = Files.writeString(
                folder.resolve("nobody"),
                Files.readString(kubeconfig).replaceAll("server: .*", "server: https://127.0.0.1:1"));
        assertExit(
                69,
                "no connection",
                "elect",
                "--fail-fast",
                "--lease",
                "default/" + lease(test),
                "--kubeconfig",
                nobody.toString(),
                "--",
                "true");
        Path stranger = Files.writeString(
                folder.resolve("stranger"),
                Files.readString(kubeconfig)
                        .replaceAll("client-certificate-data: .*", "token: wrong")
                        .replaceAll("client-key-data: .*", ""));
        assertExit(
                77,
                "",
                "elect",
                "--fail-fast",
                "--lease",
                "default/" + lease(test),
                "--kubeconfig",
                stranger.toString(),
                "--",
                "true");
    }

    private static void assertExit(int code, String line, String... arguments) throws Exception {
        try (ProgramProcess elect = ProgramProcess.start(Map.of("HOME", folder.toString()), arguments)) {
            if (!line.isEmpty()) {
                elect.awaitLine(line);
            }
            assertThat(elect.awaitExit()).as("%s", List.of(arguments)).isEqualTo(code);
        }
    }

    /** Options, if any, stand before "--"; without it all is the command. */
    private static ProgramProcess elect(TestInfo test, String... optionsAndCommand) throws IOException {
        List<String> given = List.of(optionsAndCommand);
        List<String> arguments = new ArrayList<>(
                List.of("elect", "--lease", "default/" + lease(test), "--kubeconfig", kubeconfig.toString()));
        if (!given.contains("--")) {
            arguments.add("--");
        }
        arguments.addAll(given);
        return ProgramProcess.start(Map.of(), arguments.toArray(String[]::new));
    }

    private static String lease(TestInfo test) {
        return "lease-"
                + Integer.toHexString(
                        test.getTestMethod().orElseThrow().getName().hashCode());
    }

    private static ProcessHandle child(ProgramProcess elect) throws InterruptedException {
        return ProcessHandle.of(Long.parseLong(elect.awaitLine("child ").split(" ", -1)[1]))
                .orElseThrow();
    }

    /** The greatest validity that the file ever named; returns when the whole group has ended. */
    private static long lastValidUntil(Path stateFile, List<ProcessHandle> group) throws Exception {
        long greatest = 0;
        while (group.stream().anyMatch(ElectTest::isRunning)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            if (!Files.exists(stateFile)) {
                continue;
            }
            greatest = Math.max(
                    greatest,
                    JsonMapper.shared()
                            .readTree(Files.readString(stateFile))
                            .path("validUntil")
                            .asLong());
        }
        return greatest;
    }

    /** A zombie does not run any more; when it is collected is up to the process that adopted it. */
    private static boolean isRunning(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    private static void awaitGone(Path path) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Files.exists(path) && System.nanoTime() < limit) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        assertThat(path).doesNotExist();
    }
}
