package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.tests.program.ProgramProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The subcommands that ask about an election, or ask its leader to resign. */
final class ElectAskTest {

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
    void check_inTheCommand_knowsThatItLeads(TestInfo test) throws Exception {
        String line = "bellwether elect --lease default/" + ElectScene.lease(test)
                + " -- sh -c 'bellwether elect check; echo now $?; bellwether elect check --for=1h; echo later $?'";
        Map<String, String> environment =
                Map.of("KUBECONFIG", scene.kubeconfig().toString());
        try (ProgramProcess elect = ProgramProcess.shell(folder, environment, line)) {
            assertThat(elect.awaitLine("valid for"))
                    .startsWith("leading default/" + ElectScene.lease(test) + ", token 1, valid for ");
            elect.awaitLine("now 0");
            elect.awaitLine("not leading");
            elect.awaitLine("later 1");
            assertThat(elect.awaitExit()).isZero();
        }
    }

    @Test
    void status_saysWhoLeads_andByItsCodeWhetherAnybodyDoes(TestInfo test) throws Exception {
        try (ProgramProcess missing = ask(test, "status")) {
            missing.awaitLine("there is no Lease");
            assertThat(missing.awaitExit()).isEqualTo(1);
        }
        try (ProgramProcess elect = scene.elect(test, "--identity=me", "--", "sleep", "600")) {
            elect.awaitLine("leading ");
            try (ProgramProcess held = ask(test, "status", "--output=json")) {
                assertThat(held.awaitLine("holder")).contains("me");
                assertThat(held.awaitExit()).isZero();
            }
            elect.signal("TERM");
            assertThat(elect.awaitExit()).isEqualTo(143);
        }
        try (ProgramProcess free = ask(test, "status")) {
            free.awaitLine("free");
            assertThat(free.awaitExit()).isEqualTo(1);
        }
    }

    @Test
    void watch_tellsOfEachLeader_untilItIsStopped(TestInfo test) throws Exception {
        try (ProgramProcess watch = ask(test, "watch", "--output=json")) {
            try (ProgramProcess elect = scene.elect(test, "--identity=me", "--", "sleep", "600")) {
                JsonNode held = JsonMapper.shared().readTree(watch.awaitLine("\"holder\":\"me\""));
                assertThat(held.path("lease").asString()).isEqualTo("default/" + ElectScene.lease(test));
                elect.signal("TERM");
                watch.awaitLine("\"holder\":\"\"");
                assertThat(elect.awaitExit()).isEqualTo(143);
            }
            watch.signal("TERM");
            assertThat(watch.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void resign_givesTheCommandItsGrace_thenAnotherLeads(TestInfo test) throws Exception {
        String slow = "trap 'sleep 0.5; echo cleaned up; exit 0' TERM; echo works; while :; do sleep 0.05; done";
        try (ProgramProcess first = scene.elect(test, "--identity=first", "--grace=1h", "--", "sh", "-c", slow)) {
            first.awaitLine("works");
            try (ProgramProcess second = scene.elect(test, "--identity=second", "--", "sh", "-c", slow)) {
                second.awaitLine("is held by first");
                try (ProgramProcess resign = ask(test, "resign", "--wait=60s")) {
                    first.awaitLine("cleaned up");
                    second.awaitLine("works");
                    resign.awaitLine("first has resigned");
                    assertThat(resign.awaitExit()).isZero();
                }
                first.awaitLine("is held by second");
                first.signal("TERM");
                second.signal("TERM");
                assertThat(first.awaitExit()).isEqualTo(143);
                assertThat(second.awaitExit()).isZero();
            }
        }
    }

    @Test
    void resign_ofSomebodyWhoDoesNotUnderstand_failsInTime(TestInfo test) throws Exception {
        try (ProgramProcess nobody = ask(test, "resign")) {
            nobody.awaitLine("nobody leads");
            assertThat(nobody.awaitExit()).isZero();
        }
        assertThat(scene.leases().hold(ElectScene.lease(test), "somebody", 3600))
                .isNotNull();
        try (ProgramProcess resign = ask(test, "resign", "--wait=300ms")) {
            resign.awaitLine("somebody still leads");
            assertThat(resign.awaitExit()).isEqualTo(1);
        }
    }

    @Test
    void forLife_holdsWithoutRenewing_andIsReleasedAtTheEnd(TestInfo test) throws Exception {
        String script = "echo works; sleep 1.5; echo slept; read -r line";
        try (ProgramProcess elect = scene.elect(
                test,
                "--for-life",
                "--pod=web-0/u-1",
                "--lease-duration=1s",
                "--note=address=here:1",
                "--",
                "sh",
                "-c",
                script)) {
            elect.awaitLine("works");
            ApiObject held = scene.leases().get(ElectScene.lease(test));
            elect.awaitLine("slept");
            assertThat(scene.leases().get(ElectScene.lease(test)).resourceVersion())
                    .isEqualTo(held.resourceVersion());
            assertThat(held.annotation("coordination.bellwether.io/note.address"))
                    .contains("here:1");
            JsonNode owner = held.json().at("/metadata/ownerReferences/0");
            assertThat(owner.path("kind").asString() + " " + owner.path("name").asString() + " "
                            + owner.path("uid").asString())
                    .isEqualTo("Pod web-0 u-1");
            elect.write("\n");
            assertThat(elect.awaitExit()).isZero();
            ApiObject free = scene.leases().get(ElectScene.lease(test));
            assertThat(Leases.holder(free)).isEmpty();
            assertThat(free.json().path("metadata").has("ownerReferences")).isFalse();
        }
    }

    @Test
    void pod_withoutForLifeOrUid_isRefused(TestInfo test) throws Exception {
        for (String[] options : new String[][] {{"--pod=web-0/u-1"}, {"--for-life", "--pod=web-0"}}) {
            List<String> line = new ArrayList<>(List.of(options));
            line.addAll(List.of("--", "true"));
            try (ProgramProcess refused = scene.elect(test, line.toArray(String[]::new))) {
                refused.awaitLine("--pod");
                assertThat(refused.awaitExit()).isEqualTo(78);
            }
        }
    }

    /** Both others stand by; the named one follows, and what an earlier request named counts no more. */
    @Test
    void resignTo_namedCandidate_followsAndNobodyElse(TestInfo test) throws Exception {
        String[] work = {"--", "sh", "-c", "echo works; exec sleep 600"};
        try (ProgramProcess first = scene.elect(test, with("--identity=first", work))) {
            first.awaitLine("works");
            try (ProgramProcess second = scene.elect(test, with("--identity=second", work));
                    ProgramProcess third = scene.elect(test, with("--identity=third", work))) {
                second.awaitLine("is held by first");
                third.awaitLine("is held by first");
                for (String next : List.of("third", "second", "first")) {
                    try (ProgramProcess resign = ask(test, "resign", "--to=" + next, "--wait=60s")) {
                        resign.awaitLine(", " + next + " leads");
                        assertThat(resign.awaitExit()).isZero();
                    }
                }
                try (ProgramProcess already = ask(test, "resign", "--to=first")) {
                    already.awaitLine("first leads default/" + ElectScene.lease(test) + " already");
                    assertThat(already.awaitExit()).isZero();
                }
                try (ProgramProcess nobody = ask(test, "resign", "--to=nobody", "--wait=60s")) {
                    nobody.awaitLine("is it a candidate?");
                    assertThat(nobody.awaitExit()).isEqualTo(1);
                }
            }
        }
    }

    private static String[] with(String option, String... rest) {
        return Stream.concat(Stream.of(option), Stream.of(rest)).toArray(String[]::new);
    }

    @Test
    void everySubcommand_explainsItselfAndRefusesWrongUsage() throws Exception {
        for (String each : List.of("run", "check", "status", "watch", "resign", "serve")) {
            try (ProgramProcess help = ProgramProcess.start(Map.of(), "elect", each, "--help")) {
                help.awaitLine("Usage: bellwether elect " + each);
                assertThat(help.awaitExit()).as(each).isZero();
            }
            try (ProgramProcess wrong = ProgramProcess.start(Map.of(), "elect", each, "--no-such-option")) {
                wrong.awaitLine("bellwether elect " + each + ": Unknown option");
                assertThat(wrong.awaitExit()).as(each).isEqualTo(64);
            }
        }
    }

    private static ProgramProcess ask(TestInfo test, String subcommand, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("elect", subcommand));
        arguments.add("--lease=default/" + ElectScene.lease(test));
        arguments.add("--kubeconfig=" + scene.kubeconfig());
        arguments.addAll(List.of(options));
        return ProgramProcess.start(Map.of(), arguments.toArray(String[]::new));
    }
}
