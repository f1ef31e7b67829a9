package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Refusal;
import io.bellwether.etcd.member.Care;
import io.bellwether.etcd.member.DataComparison;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases that are full, fragmented, damaged, old or wrong. The numbers are those of the scenarios in
 * {@code docs/elastic-etcd.md}; checks G-C2 and G-C4 from the outside.
 */
@RealEtcd
final class UpkeepTest {

    private static final long MEBIBYTE = 1L << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Cluster cluster;

    private final MaintenanceClient maintenance = new MaintenanceClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Care care(long quotaBytes, long defragmentFromBytes) {
        return new Care(
                Optional.empty(),
                quotaBytes,
                Duration.ofHours(1),
                new Care.Defragmentation(defragmentFromBytes, 50),
                Duration.ofSeconds(2));
    }

    private List<Site> three(Care care, String token) throws InterruptedException {
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.lookAfter(care));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        return sites;
    }

    private MemberStatus status(Site site) {
        return cluster.client().status(site.clientUrl()).given().orElseThrow();
    }

    /** Scenario 60: the history of one key fills the quota; room is made, and nobody's place changes. */
    @Test
    void scenario60_full_isMadeRoomFor() throws IOException, InterruptedException {
        List<Site> sites =
                three(care(4 * MEBIBYTE, 64 * MEBIBYTE), cluster.discovery().newToken(3));
        Set<MemberId> before = cluster.voters(sites);
        Site through = cluster.leader();
        String value = "x".repeat(100_000);
        Answer<Boolean> answer = new Answer.Given<>(true);
        for (int write = 0; write < 100 && answer.given().isPresent(); write++) {
            answer = cluster.client().put(through.clientUrl(), "/big", value);
        }
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_SPACE));

        try (ProgramProcess status = ProgramProcess.start(
                Map.of(), "etcd", "status", "--endpoints", through.clientUrl().toString())) {
            assertThat(status.awaitLine("leader")).contains("full");
            assertThat(status.awaitExit()).isZero();
        }

        Patience.Met<Boolean> written = Patience.await(
                Cluster.PATIENCE,
                () -> "a write",
                () -> cluster.client().put(through.clientUrl(), "/again", "yes").given());

        assertThat(written.value()).isTrue();
        assertThat(cluster.voters(sites)).isEqualTo(before);
        assertThat(sites)
                .allSatisfy(site -> assertThat(status(site).sizeBytes()).isLessThan(2 * MEBIBYTE));
        System.out.printf("room was made after %d ms%n", written.after().toMillis());
    }

    /** Free space goes back to the disk, member by member. */
    @Test
    @Tag("long")
    void fragmented_databases_becomeSmallWithoutAPause() throws IOException, InterruptedException {
        List<Site> sites =
                three(care(64 * MEBIBYTE, MEBIBYTE), cluster.discovery().newToken(3));
        Site leader = cluster.leader();
        String value = "x".repeat(100_000);
        for (int write = 0; write < 40; write++) {
            assertThat(cluster.client().put(leader.clientUrl(), "/big", value)).isInstanceOf(Answer.Given.class);
        }
        assertThat(sites)
                .allSatisfy(site -> assertThat(status(site).sizeBytes()).isGreaterThan(3 * MEBIBYTE));

        assertThat(maintenance.compact(leader.clientUrl(), status(leader).revision(), DEADLINE))
                .isInstanceOf(Answer.Given.class);

        Patience.Met<Boolean> small = Patience.await(
                Cluster.PATIENCE,
                () -> "small databases",
                () -> Optional.of(sites.stream()
                                .allMatch(site -> cluster.client()
                                        .status(site.clientUrl())
                                        .given()
                                        .filter(status -> status.sizeBytes() < MEBIBYTE)
                                        .isPresent()))
                        .filter(Boolean::booleanValue));
        assertThat(small.value()).isTrue();
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    private static Path onlyLog(Site site) throws IOException {
        try (Stream<Path> files = Files.list(site.dataDir().resolve("member").resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Scenario 22: a disk that went back in time; what it had acknowledged meanwhile is not its to forget. */
    @Test
    @Tag("long")
    void scenario22_olderCopyOfTheData_isReplaced() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Site back = cluster.follower();
        MemberId old = status(back).member();
        Path copy = folder.resolve("older");
        back.stop();
        copy(back.dataDir(), copy);
        back.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        try (Writer writer = new Writer(cluster.others(back))) {
            Patience.pause(1_500);
            back.stop();
            back.wipe();
            Files.move(copy, back.dataDir());

            back.start(token);

            cluster.awaitReplaced(sites, old, 3);
            writer.checkAll(back);
        }
        assertThat(back.dataDir().resolve("aside").resolve("1")).isDirectory();
    }

    /** Scenario 23: damage of three kinds; each time the node comes back as another member, its files kept. */
    @Test
    void scenario23_damagedData_isReplaced() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Site damaged = cluster.follower();

        MemberId first = stop(damaged);
        try (RandomAccessFile log = new RandomAccessFile(onlyLog(damaged).toFile(), "rw")) {
            log.seek(300);
            log.write("damage".getBytes(StandardCharsets.US_ASCII));
        }
        damaged.start(token);
        cluster.awaitReplaced(sites, first, 3);

        MemberId second = stop(damaged);
        try (RandomAccessFile database = new RandomAccessFile(
                damaged.dataDir()
                        .resolve("member")
                        .resolve("snap")
                        .resolve("db")
                        .toFile(),
                "rw")) {
            database.setLength(100);
        }
        damaged.start(token);
        cluster.awaitReplaced(sites, second, 3);

        MemberId third = stop(damaged);
        Files.move(damaged.dataDir().resolve("member").resolve("wal"), folder.resolve("lost-log"));
        damaged.start(token);
        cluster.awaitReplaced(sites, third, 3);

        assertThat(cluster.clusters()).hasSize(1);
        for (String aside : List.of("1", "2", "3")) {
            assertThat(damaged.dataDir().resolve("aside").resolve(aside)).isDirectory();
        }
    }

    private MemberId stop(Site site) {
        MemberId id = status(site).member();
        site.stop();
        return id;
    }

    /** Scenario 24: removed by hand, while its supervisor runs: it comes back as another member. */
    @Test
    void scenario24_removedByHand_comesBackAsAnotherMember() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Site removed = cluster.follower();
        Site leader = cluster.leader();
        MemberId old = status(removed).member();

        // etcd refuses while a voter has not been connected for five seconds.
        Patience.Met<Boolean> done = Patience.await(
                Cluster.PATIENCE,
                () -> "the removal",
                () -> cluster.client().remove(leader.clientUrl(), old, DEADLINE).given());

        assertThat(done.value()).isTrue();
        cluster.awaitReplaced(sites, old, 3);
        assertThat(removed.dataDir().resolve("aside").resolve("1")).isDirectory();
    }

    /** A bit of one database flips while it is off: the comparison names the member, and it is replaced. */
    @Test
    @Tag("long")
    void wrongData_ofOne_isFoundAndReplaced() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = three(care(64 * MEBIBYTE, 64 * MEBIBYTE), token);
        Site wrong = cluster.follower();
        String value = "needle-".repeat(20);
        assertThat(cluster.client().put(wrong.clientUrl(), "/needle", value)).isInstanceOf(Answer.Given.class);
        DataComparison comparison = new DataComparison(cluster.client(), maintenance);
        assertThat(comparison.compare(cluster.list(sites).orElseThrow())).isInstanceOf(Comparison.Same.class);
        MemberId old = stop(wrong);
        flip(wrong.dataDir().resolve("member").resolve("snap").resolve("db"), value);
        wrong.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(comparison.compare(cluster.list(sites).orElseThrow())).isEqualTo(new Comparison.OneDiffers(old));
        Site fourth = cluster.site("d");
        fourth.start(token);
        List<Site> all = cluster.sites();
        cluster.awaitReplaced(all, old, 3);
        Patience.Met<Comparison> same = Patience.await(
                Cluster.PATIENCE,
                () -> "the same data",
                () -> cluster.list(all).map(comparison::compare).filter(Comparison.Same.class::isInstance));
        assertThat(same.value()).isInstanceOf(Comparison.Same.class);
    }

    private static void flip(Path database, String value) throws IOException {
        byte[] bytes = Files.readAllBytes(database);
        byte[] wanted = value.getBytes(StandardCharsets.US_ASCII);
        int changed = 0;
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                bytes[at + 3] ^= 1;
                changed++;
            }
        }
        assertThat(changed).isPositive();
        Files.write(database, bytes);
    }
}
