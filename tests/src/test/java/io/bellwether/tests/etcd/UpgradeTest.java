package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.ClusterReports;
import io.bellwether.etcd.member.MemberException;
import io.bellwether.etcd.member.RestartRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Another etcd is installed under a running cluster. {@code BELLWETHER_ETCD_VERSIONS} names programs of several minor
 * versions, the earliest first, with colons between; without it the one that the other tests use takes its own place.
 */
@RealEtcd
final class UpgradeTest {

    private static final Duration ROLL_LIMIT = Duration.ofMinutes(5);

    /** Within it three members restart one after the other, where nothing is in the way. */
    private static final Duration USUAL_ROLL = Duration.ofSeconds(25);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private final Path installed = cluster.folder().resolve("etcd");

    private static List<String> programs() {
        return Etcd.versions().orElseGet(() -> List.of(Etcd.program(), Etcd.program()));
    }

    /** Puts a program where the supervisors look for it, at once. */
    private void install(String script) throws IOException {
        Path next = cluster.folder().resolve("etcd.next");
        Files.writeString(next, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
        Files.move(next, installed, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String real(String program) {
        return "exec " + program + " \"$@\"";
    }

    private static String pretending(String version) {
        return "[ \"$1\" = --version ] && { echo \"etcd Version: " + version + "\"; exit 0; }\n" + real(Etcd.program());
    }

    private List<Site> three(String token) throws InterruptedException {
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.install(installed.toString()));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        for (Site each : sites) {
            each.awaitRounds();
        }
        return sites;
    }

    private void restartAll(String request) throws InterruptedException {
        Site leader = cluster.leader();
        Patience.Met<Boolean> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "the request to restart",
                () -> RestartRequest.send(cluster.client(), leader.clientUrl(), request)
                        .given()
                        .map(given -> true));
    }

    private static List<Long> pids(List<Site> sites) {
        return sites.stream()
                .flatMap(site -> site.etcd().stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    private void awaitNew(List<Site> sites, List<Long> before) throws InterruptedException {
        Patience.Met<Boolean> all = Patience.await(
                ROLL_LIMIT,
                () -> "three other processes than " + before + "; there are " + pids(sites),
                () -> Optional.of(areNew(sites, before)).filter(Boolean::booleanValue));
        assertThat(all.value()).isTrue();
        cluster.awaitVoters(sites, 3, ROLL_LIMIT);
    }

    private static boolean areNew(List<Site> sites, List<Long> before) {
        List<Long> now = pids(sites);
        return now.size() == 3 && now.stream().noneMatch(before::contains);
    }

    /** Asks again where a member could not follow yet: etcd 3.6 and 3.7 do only after a snapshot of the one before. */
    private void upgradeAll(List<Site> sites, String program) throws IOException, InterruptedException {
        List<Long> before = pids(sites);
        install(real(program));
        long end = System.nanoTime() + ROLL_LIMIT.toNanos();
        for (int attempt = 1; !areNew(sites, before) && System.nanoTime() < end; attempt++) {
            restartAll(program + before + attempt);
            long again = System.nanoTime() + USUAL_ROLL.toNanos();
            while (!areNew(sites, before) && System.nanoTime() < again) {
                Patience.pause(100);
            }
        }
        awaitNew(sites, before);
    }

    /** As load balancers do; etcd 3.4 writes each into its log, in a form that 3.6 does not read. */
    private static void askForHealth(Site site) throws IOException {
        try (InputStream in = URI.create(site.clientUrl() + "/health").toURL().openStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("true");
        }
    }

    private List<String> versions(List<Site> sites) {
        return sites.stream()
                .flatMap(site -> cluster.client().status(site.clientUrl()).given().stream())
                .map(MemberStatus::version)
                .distinct()
                .toList();
    }

    /**
     * Scenario 58, with other versions where they are named: one minor at a time, and no acknowledged write is lost.
     */
    @Test
    @Tag("long")
    void scenario58_upgradeThroughVersions_losesNothing() throws IOException, InterruptedException {
        List<String> programs = programs();
        install(real(programs.getFirst()));
        List<Site> sites = three(cluster.discovery().newToken(3));
        List<String> seen = new ArrayList<>(versions(sites));
        for (Site each : sites) {
            askForHealth(each);
        }
        try (Writer writer = new Writer(sites)) {
            for (String next : programs.subList(1, programs.size())) {
                Patience.pause(1_000);
                writer.measure();
                upgradeAll(sites, next);
                assertThat(versions(sites)).hasSize(1);
                seen.addAll(versions(sites));
                System.out.printf(
                        "%s, longest gap between writes %d ms%n",
                        seen, writer.longestGap().toMillis());
            }
            writer.checkAll(sites.getFirst());
        }
        assertThat(cluster.clusters()).hasSize(1);
    }

    private Optional<Boolean> allSay(List<Site> sites, String text) {
        List<Report> reports =
                ClusterReports.all(cluster.client(), sites.getFirst().clientUrl());
        return Optional.of(reports.size() == sites.size()
                        && reports.stream().allMatch(report -> report.said().contains(text)))
                .filter(Boolean::booleanValue);
    }

    /** A skipped minor version: those that run go on, and one that starts is refused with its data as it was. */
    @Test
    void skippedMinor_isRefusedBeforeTheStart() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        install(real(Etcd.program()));
        List<Site> sites = three(token);
        List<Long> before = pids(sites);
        install(pretending("3.9.1"));
        restartAll("to a version that is too far away");
        Patience.Met<Boolean> said =
                Patience.await(Cluster.PATIENCE, () -> "what the members say", () -> allSay(sites, "did not restart"));
        assertThat(said.value()).isTrue();
        assertThat(pids(sites)).isEqualTo(before);

        Site one = cluster.follower();
        one.stop();
        one.start(token);
        assertThat(one.awaitFailure())
                .isInstanceOf(MemberException.class)
                .hasMessageContaining("only one minor version at a time");
        assertThat(one.dataDir().resolve("member").resolve("wal")).isDirectory();
        one.stop();

        install(real(Etcd.program()));
        one.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }

    /** The next minor version changes the form of the data: before its first start the data is copied. */
    @Test
    void nextMinor_copiesTheDataFirst() throws IOException, InterruptedException {
        install(real(Etcd.program()));
        String token = cluster.discovery().newToken(1);
        Site one = cluster.site("one");
        one.install(installed.toString());
        one.start(token);
        cluster.awaitVoters(List.of(one), 1, Cluster.PATIENCE);
        String version = cluster.status(one).version();
        int minor = Integer.parseInt(version.split("\\.", -1)[1]);
        // It has written down that it belongs to the cluster, and with which version.
        one.awaitKnowsTheCluster();
        one.stop();
        install(pretending("3." + (minor + 1) + ".0"));

        one.start(token);

        cluster.awaitVoters(List.of(one), 1, Cluster.PATIENCE);
        Path copy = one.dataDir()
                .resolve("aside")
                .resolve("before-3." + (minor + 1))
                .resolve("member");
        assertThat(copy.resolve("snap").resolve("db")).isNotEmptyFile();
        assertThat(copy.resolve("wal")).isDirectoryContaining("glob:**.wal");
    }
}
