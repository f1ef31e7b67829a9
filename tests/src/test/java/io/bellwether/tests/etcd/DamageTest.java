package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.Refusal;
import io.bellwether.etcd.member.Care;
import io.bellwether.etcd.member.DataComparison;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Members whose data is damaged, old, wrong or not wanted any more. The numbers are those of the scenarios in
 * {@code docs/elastic-etcd.md}; checks G-C2 and G-C4 from the outside.
 */
@RealEtcd
final class DamageTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Care COMPARED_OFTEN = new Care(
            Optional.empty(),
            64L << 20,
            Duration.ofHours(1),
            new Care.Defragmentation(64L << 20, 50),
            Duration.ofSeconds(2));

    @RegisterExtension
    private final Cluster cluster = new Cluster();

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
        MemberId old = cluster.id(back);
        Path copy = cluster.folder().resolve("older");
        back.stop();
        copy(back.dataDir(), copy);
        back.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        try (Writer writer = new Writer(cluster.others(back))) {
            writer.awaitMore(50);
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
        Files.move(
                damaged.dataDir().resolve("member").resolve("wal"),
                cluster.folder().resolve("lost-log"));
        damaged.start(token);
        cluster.awaitReplaced(sites, third, 3);

        assertThat(cluster.allClusters()).hasSize(1);
        for (String aside : List.of("1", "2", "3")) {
            assertThat(damaged.dataDir().resolve("aside").resolve(aside)).isDirectory();
        }
    }

    private MemberId stop(Site site) throws InterruptedException {
        MemberId id = cluster.id(site);
        site.stop();
        return id;
    }

    /** Scenario 24: removed by hand, while its supervisor runs: it comes back as another member. */
    @Test
    void scenario24_removedByHand_comesBackAsAnotherMember() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Site removed = cluster.follower();
        Site leader = cluster.leader();
        MemberId old = cluster.id(removed);

        // etcd refuses while a voter has not been connected for five seconds.
        Patience.Met<Boolean> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "the removal",
                () -> removed(cluster.client().remove(leader.clientUrl(), old, DEADLINE)));

        cluster.awaitReplaced(sites, old, 3);
        assertThat(removed.dataDir().resolve("aside").resolve("1")).isDirectory();
    }

    /** An answer that came too late may have been that it was done: then there is no such member. */
    private static Optional<Boolean> removed(Answer<Boolean> answer) {
        return answer instanceof Answer.Refused<Boolean>(Refusal refusal, String text)
                        && refusal == Refusal.MEMBER_NOT_FOUND
                ? Optional.of(true)
                : answer.given();
    }

    /** A bit of one database flips while it is off: the comparison names the member, and it is replaced. */
    @Test
    @Tag("long")
    void wrongData_ofOne_isFoundAndReplaced() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.lookAfter(COMPARED_OFTEN));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        Site wrong = cluster.follower();
        String value = "needle-".repeat(20);
        cluster.put(wrong, "/needle", value);
        DataComparison comparison = new DataComparison(
                cluster.client(),
                new MaintenanceClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()));
        assertThat(compare(comparison, sites)).isInstanceOf(Comparison.Same.class);
        MemberId old = stop(wrong);
        flip(wrong.dataDir().resolve("member").resolve("snap").resolve("db"), value);
        wrong.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(compare(comparison, sites)).isEqualTo(new Comparison.OneDiffers(old));
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

    /** Once all members answer: one that does not cannot be compared. */
    private Comparison compare(DataComparison comparison, List<Site> sites) throws InterruptedException {
        return Patience.await(
                        Cluster.PATIENCE,
                        () -> "a comparison",
                        () -> cluster.list(sites)
                                .map(comparison::compare)
                                .filter(found -> !(found instanceof Comparison.Unknown)))
                .value();
    }

    private static void flip(Path database, String value) throws IOException {
        byte[] bytes = Files.readAllBytes(database);
        byte[] wanted = value.getBytes(StandardCharsets.US_ASCII);
        int changed = 0;
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                bytes[at + 3] ^= 1;
                changed++;
            }
        }
        assertThat(changed).isPositive();
        Files.write(database, bytes);
    }
}
