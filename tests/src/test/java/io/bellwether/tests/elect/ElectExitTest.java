package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.execution.SystemClock;
import io.bellwether.tests.program.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a candidate begins and ends: what its command finds, and the table of exit codes; scenarios 57 and 58. */
final class ElectExitTest {

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
    void scenario57_childThatEnds_itsCodeIsOursAndTheLeaseIsReleased(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "sh", "-c", "exit 3")) {
            assertThat(elect.awaitExit()).isEqualTo(3);
            assertThat(Leases.holder(scene.leases().get(ElectScene.lease(test))))
                    .isEmpty();
        }
    }

    @Test
    void childEndedByASignal_hasTheCodeOfAShell(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(test, "sh", "-c", "kill -KILL $$")) {
            assertThat(elect.awaitExit()).isEqualTo(137);
        }
    }

    @Test
    void child_knowsItsLeadershipAndReadsOurInput(TestInfo test) throws Exception {
        String script =
                "read -r line; echo \"got $line|$ELECT_NAMESPACE|$ELECT_NAME|$ELECT_IDENTITY|$ELECT_TERM|$ELECT_FENCING_TOKEN|$ELECT_FENCE|$KUBECONFIG|\";"
                        + " echo \"state $(cat \"$ELECT_STATE_FILE\")\"";
        try (ProgramProcess elect = scene.elect(test, "--identity=me", "--", "sh", "-c", script)) {
            elect.write("hello\n");
            String name = ElectScene.lease(test);
            assertThat(elect.awaitLine("got "))
                    .isEqualTo("got hello|default|" + name + "|me|1|1|default/" + name + ";token=1|"
                            + scene.kubeconfig() + "|");
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
    void scenario58_waitTimeoutWithoutLeadership_is124AndLeavesTheLeaseAlone(TestInfo test) throws Exception {
        ApiObject before = scene.leases().hold(ElectScene.lease(test), "somebody", 3600);
        try (ProgramProcess elect = scene.elect(test, "--wait-timeout=500ms", "--", "sh", "-c", "echo must not run")) {
            assertThat(elect.awaitExit()).isEqualTo(124);
            assertThat(elect.hasPrinted("must not run")).isFalse();
            assertThat(scene.leases().get(ElectScene.lease(test)).resourceVersion())
                    .isEqualTo(before.resourceVersion());
        }
    }

    @Test
    void term_whileWaiting_endsWithItsCode(TestInfo test) throws Exception {
        assertThat(scene.leases().hold(ElectScene.lease(test), "somebody", 3600))
                .isNotNull();
        try (ProgramProcess elect = scene.elect(test, "true")) {
            elect.awaitLine("is held by somebody");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void onChildExitRestart_runsAgainInTheSameTerm(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(
                test, "--on-child-exit=restart", "--", "sh", "-c", "echo run $ELECT_TERM $ELECT_FENCING_TOKEN")) {
            assertThat(elect.awaitLine("run ")).isEqualTo("run 1 1");
            assertThat(elect.awaitLine("run ")).isEqualTo("run 1 1");
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void onChildExitYield_leadsAgainUnderAGreaterToken(TestInfo test) throws Exception {
        try (ProgramProcess elect = scene.elect(
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
        try (ProgramProcess first = scene.elect(test, "sh", "-c", "echo first; exec sleep 600")) {
            first.awaitLine("leading ");
            try (ProgramProcess second = scene.elect(test, "sh", "-c", "echo second $ELECT_FENCING_TOKEN")) {
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
        assertExit(
                64,
                "",
                "elect",
                "--lease",
                "a/b/c",
                "--kubeconfig",
                scene.kubeconfig().toString(),
                "--",
                "true");
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
                "default/" + ElectScene.lease(test),
                "--",
                "no-such-command");
        assertExit(
                126,
                "not an executable",
                "elect",
                "--lease",
                "default/" + ElectScene.lease(test),
                "--",
                text.toString());
        assertThat(scene.leases().exists(ElectScene.lease(test))).isFalse();
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
                scene.kubeconfig().toString(),
                "--lease-duration=1500ms",
                "--",
                "true");
    }

    @Test
    void scenario29_failFast_saysUnavailableOrForbidden(TestInfo test) throws Exception {
        Path nobody = Files.writeString(
                folder.resolve("nobody"),
                Files.readString(scene.kubeconfig()).replaceAll("server: .*", "server: https://127.0.0.1:1"));
        assertExit(
                69,
                "no connection",
                "elect",
                "--fail-fast",
                "--lease",
                "default/" + ElectScene.lease(test),
                "--kubeconfig",
                nobody.toString(),
                "--",
                "true");
        Path stranger = Files.writeString(
                folder.resolve("stranger"),
                Files.readString(scene.kubeconfig())
                        .replaceAll("client-certificate-data: .*", "token: wrong")
                        .replaceAll("client-key-data: .*", ""));
        assertExit(
                77,
                "",
                "elect",
                "--fail-fast",
                "--lease",
                "default/" + ElectScene.lease(test),
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
}
