package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The program itself: discovery, a member, its status, and what is left when the supervisor is killed. */
@RealEtcd
@Isolated("single commands give up by themselves, which beside clusters that start is too early")
final class EtcdProgramTest {

    private static final Pattern READY = Pattern.compile("member is ready: (\\w+) of cluster (\\w+)");

    private static final int LOOKS = 60;
    private static final int ATTEMPTS = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final Etcd.Place place = Etcd.Place.of("one");

    private ProgramProcess run(String discovery) throws IOException {
        return ProgramProcess.start(
                Map.of(),
                "etcd",
                "run",
                "--name",
                place.name(),
                "--data-dir",
                folder.resolve("one").toString(),
                "--discovery",
                discovery,
                "--initial-advertise-peer-urls",
                place.peerUrl(),
                "--advertise-client-urls",
                place.clientUrl(),
                "--etcd",
                Etcd.program(),
                "--heartbeat-interval",
                "50",
                "--election-timeout",
                "500");
    }

    private static String awaitReady(ProgramProcess member) throws InterruptedException {
        Matcher ready = READY.matcher(member.awaitLine("Bellwether etcd member is ready"));
        assertThat(ready.find()).isTrue();
        return ready.group();
    }

    private static String newToken(String discovery) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(discovery + "/new?size=1")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private ProgramProcess discovery() throws IOException {
        return ProgramProcess.start(
                Map.of(),
                "discovery",
                "--listen",
                "127.0.0.1:0",
                "--data-dir",
                folder.resolve("discovery").toString());
    }

    /** Scenario 14: the guard ends etcd in order, and the next supervisor goes on with the same member. */
    @Test
    void member_whoseSupervisorIsKilled_goesOnAsTheSame() throws IOException, InterruptedException {
        try (ProgramProcess discovery = discovery()) {
            String url = discovery.awaitLine("Bellwether discovery is ready: ").replaceAll(".*ready: ", "");
            String token = newToken(url);
            String first;
            try (ProgramProcess member = run(token)) {
                first = awaitReady(member);
                member.signal("KILL");
                member.awaitExit();
            }
            try (ProgramProcess member = run(token)) {
                assertThat(awaitReady(member)).isEqualTo(first);
                checkStatus();
                member.signal("TERM");
                assertThat(member.awaitExit()).isZero();
            }
            discovery.signal("TERM");
            assertThat(discovery.awaitExit()).isZero();
        }
    }

    private void checkStatus() throws IOException, InterruptedException {
        assertThat(awaitSuccess("etcd", "status", "--endpoints", place.clientUrl()))
                .contains("MEMBER", "ROLE", "HEALTH", "LAST DECISION", "one-");
        try (ProgramProcess status =
                ProgramProcess.start(Map.of(), "etcd", "status", "--watch", "--endpoints", place.clientUrl())) {
            assertThat(status.awaitLine("one-", LOOKS, "leader", "ok")).contains(place.clientUrl());
        }
    }

    /**
     * Runs a command until it succeeds: one that looks once may look in a moment in which nobody answers in time.
     *
     * @return what it printed then
     */
    private static String awaitSuccess(String... command) throws IOException, InterruptedException {
        String output = "";
        int code = -1;
        for (int attempt = 0; attempt < ATTEMPTS && code != 0; attempt++) {
            try (ProgramProcess process = ProgramProcess.start(Map.of(), command)) {
                code = process.awaitExit();
                output = process.awaitOutput();
            }
        }
        assertThat(code)
                .as("%s, which says %s", String.join(" ", command), output)
                .isZero();
        return output;
    }

    /** Scenario 65 through the program: a token, a member with it, and who asks it shows a certificate. */
    @Test
    void member_withAToken_isSeenWithACertificateOnly() throws IOException, InterruptedException {
        Path file = folder.resolve("join.token");
        Path tls = folder.resolve("one.state").resolve("tls");
        String clientUrl = secured(place.clientUrl());
        try (ProgramProcess discovery = discovery()) {
            String url = discovery.awaitLine("Bellwether discovery is ready: ").replaceAll(".*ready: ", "");
            run("etcd", "token", "--discovery", url, "--cluster-size", "1", "--file", file.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (ProgramProcess member = secured(url, file)) {
                awaitReady(member);
                String[] proof = {
                    "--endpoints=" + clientUrl, "--cacert=" + tls.resolve("ca.pem"), "--cert=" + tls.resolve("node.pem")
                };
                assertThat(awaitSuccess("etcd", "status", proof[0], proof[1], proof[2]))
                        .contains("one-");
                checkComparison(proof);
                String unused = awaitSuccess("etcd", "restart", proof[0], proof[1], proof[2]);
                try (ProgramProcess stranger =
                        ProgramProcess.start(Map.of(), "etcd", "status", "--endpoints", clientUrl)) {
                    assertThat(stranger.awaitExit()).isEqualTo(1);
                }
                member.signal("TERM");
                assertThat(member.awaitExit()).isZero();
            }
        }
    }

    /** It was let in, and one member alone has nobody to be compared with. */
    private static void checkComparison(String... proof) throws IOException, InterruptedException {
        boolean compared = false;
        for (int attempt = 0; attempt < ATTEMPTS && !compared; attempt++) {
            try (ProgramProcess check = ProgramProcess.start(Map.of(), "etcd", "check", proof[0], proof[1], proof[2])) {
                assertThat(check.awaitExit()).isEqualTo(1);
                compared = check.awaitOutput().contains("could not be compared");
            }
        }
        assertThat(compared).as("a comparison of one member").isTrue();
    }

    /** A node that nobody supervises joins a secured cluster: with a place, and a certificate of its own. */
    @Test
    @Tag("long")
    void plan_ofANodeWithAToken_joinsWithACertificate() throws IOException, InterruptedException {
        Path file = folder.resolve("join.token");
        try (ProgramProcess discovery = discovery()) {
            String url = discovery.awaitLine("Bellwether discovery is ready: ").replaceAll(".*ready: ", "");
            run("etcd", "token", "--discovery", url, "--cluster-size", "1", "--file", file.toString());
            try (ProgramProcess early = plan(url, file)) {
                assertThat(early.awaitLine("bellwether etcd plan: ")).contains("found it with bellwether etcd run");
                assertThat(early.awaitExit()).isEqualTo(1);
            }
            try (ProgramProcess member = secured(url, file)) {
                awaitReady(member);
                try (ProgramProcess plan = plan(url, file)) {
                    plan.awaitLine("ETCD_INITIAL_CLUSTER_STATE=\"existing\"");
                    assertThat(plan.awaitLine("ETCD_INITIAL_CLUSTER="))
                            .contains("two=https://127.0.0.1:1", "=" + secured(place.peerUrl()));
                    plan.awaitLine("ETCD_DISCOVERY=\"\"");
                    Path leaf = folder.resolve("two.state").resolve("tls").resolve("node.pem");
                    plan.awaitLine("ETCD_PEER_CERT_FILE=\"" + leaf + "\"");
                    assertThat(plan.awaitExit()).isZero();
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(leaf)))
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    private ProgramProcess plan(String url, Path token) throws IOException {
        return ProgramProcess.start(
                Map.of(),
                "etcd",
                "plan",
                "--apply",
                "--cluster-size=3",
                "--name=two",
                "--data-dir=" + folder.resolve("two"),
                "--discovery=" + url,
                "--token-file=" + token,
                "--initial-advertise-peer-urls=https://127.0.0.1:1");
    }

    /** The member of the secured cluster. */
    private ProgramProcess secured(String url, Path token) throws IOException {
        return ProgramProcess.start(
                Map.of(),
                "etcd",
                "run",
                "--name=one",
                "--data-dir=" + folder.resolve("one"),
                "--discovery=" + url,
                "--token-file=" + token,
                "--initial-advertise-peer-urls=" + secured(place.peerUrl()),
                "--advertise-client-urls=" + secured(place.clientUrl()),
                "--etcd=" + Etcd.program(),
                "--heartbeat-interval=50",
                "--election-timeout=500");
    }

    private static String secured(String url) {
        return url.replace("http:", "https:");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        try (ProgramProcess process = ProgramProcess.start(Map.of(), command)) {
            assertThat(process.awaitExit()).as(String.join(" ", command)).isZero();
        }
    }

    @Test
    void member_onANetworkWithoutAToken_isRefused() throws IOException, InterruptedException {
        try (ProgramProcess member = ProgramProcess.start(
                Map.of(),
                "etcd",
                "run",
                "--name=one",
                "--data-dir=" + folder.resolve("one"),
                "--discovery=http://127.0.0.1:1/0123456789abcdef",
                "--initial-advertise-peer-urls=http://10.0.0.1:2380")) {
            assertThat(member.awaitLine("bellwether etcd run")).contains("--token-file", "--insecure");
            assertThat(member.awaitExit()).isEqualTo(2);
        }
        assertThat(folder.resolve("one")).doesNotExist();
    }

    @Test
    void member_withoutEtcd_saysSoInOneLine() throws IOException, InterruptedException {
        try (ProgramProcess member = ProgramProcess.start(
                Map.of(),
                "etcd",
                "run",
                "--name",
                "one",
                "--data-dir",
                folder.resolve("one").toString(),
                "--discovery",
                "http://127.0.0.1:1/0123456789abcdef",
                "--etcd",
                "no-such-etcd")) {
            assertThat(member.awaitLine("bellwether etcd run"))
                    .contains("there is no program \"no-such-etcd\"; install etcd, or name its program with --etcd");
            assertThat(member.awaitExit()).isEqualTo(1);
        }
        assertThat(folder.resolve("one")).doesNotExist();
    }

    @Test
    void plan_whereNothingHasFormed_printsHowToBegin() throws IOException, InterruptedException {
        try (ProgramProcess discovery = discovery()) {
            String url = discovery.awaitLine("Bellwether discovery is ready: ").replaceAll(".*ready: ", "");
            String token = newToken(url);
            assertThat(awaitSuccess(
                            "etcd",
                            "plan",
                            "--name=one",
                            "--data-dir=" + folder.resolve("one"),
                            "--discovery=" + token))
                    .contains("ETCD_INITIAL_CLUSTER_STATE=\"new\"", "ETCD_DISCOVERY=\"" + token + "\"");
        }
    }
}
