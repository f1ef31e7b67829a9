package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.Care;
import io.bellwether.etcd.member.MemberException;
import io.bellwether.etcd.member.Restoration.Restored;
import io.bellwether.etcd.member.RestoreOptions.Source;
import io.bellwether.etcd.snapshot.Result;
import io.bellwether.etcd.snapshot.SnapshotFile;
import io.bellwether.etcd.snapshot.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is left when too much is lost: snapshots, and a restore that only a person can want. The numbers are those of
 * the scenarios in {@code docs/elastic-etcd.md}; checks G-C3, G-C4 and G-C6 from the outside.
 */
@RealEtcd
final class DisasterTest {

    /** A supervisor is silent for so long before its node counts as dead: 15 election timeouts of 500 ms. */
    private static final long DEAD_MILLIS = 7_500;

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private static Care snapshots(Path to) {
        return Care.DEFAULT.with(new Care.Schedule(to, Duration.ofSeconds(2), 2));
    }

    private ClusterId id() throws InterruptedException {
        return cluster.allClusters().iterator().next();
    }

    /** Every two seconds one is saved for the owner's eyes alone, restored on trial, and the oldest is removed. */
    @Test
    void snapshots_onASchedule_areVerifiedAndTheNewestAreKept() throws IOException, InterruptedException {
        Path saved = cluster.folder().resolve("snapshots");
        Site one = cluster.site("one");
        one.lookAfter(snapshots(saved));
        one.start(cluster.discovery().newToken(1));
        SnapshotFolder snapshots = new SnapshotFolder(saved);
        Path first = awaitSnapshot(snapshots, Optional.empty());

        Path second = awaitSnapshot(snapshots, Optional.of(first));
        awaitSnapshot(snapshots, Optional.of(second));

        Patience.Met<List<Path>> kept = Patience.await(
                Cluster.PATIENCE,
                () -> "two snapshots without the first " + first + "; there are " + files(snapshots),
                () -> files(snapshots).filter(files -> files.size() == 2 && !files.contains(first)));
        assertThat(kept.value()).allSatisfy(file -> assertThat(file).isGreaterThanOrEqualTo(second));
        one.stop();
        // The next ones were saved meanwhile, and the third may have gone as well: any of those left will do.
        Path any = files(snapshots).orElseThrow().getFirst();
        assertThat(SnapshotFile.checksum(any)).isInstanceOf(Result.Done.class);
        assertThat(Files.getPosixFilePermissions(any)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(saved)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        damage(any);
        assertThat(SnapshotFile.checksum(any)).isInstanceOf(Result.Failed.class);
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static Path awaitSnapshot(SnapshotFolder snapshots, Optional<Path> after) throws InterruptedException {
        return Patience.await(
                        Cluster.PATIENCE,
                        () -> "a snapshot after " + after,
                        () -> files(snapshots)
                                .filter(files -> !files.isEmpty())
                                .map(List::getLast)
                                .filter(file -> after.filter(file::equals).isEmpty()))
                .value();
    }

    private static Optional<List<Path>> files(SnapshotFolder snapshots) {
        try {
            return Optional.of(snapshots.files());
        } catch (IOException changing) {
            return Optional.empty();
        }
    }

    /** Scenario 53: discovery lost everything; the others' logs are evidence enough that a cluster exists. */
    @Test
    void scenario53_wipedWhileDiscoveryForgotEverything_joinsTheSameCluster() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        ClusterId before = id();
        Site wiped = cluster.follower();
        MemberId old = cluster.id(wiped);
        wiped.awaitKnowsTheCluster();
        cluster.discovery().stop();
        cluster.discovery().restartEmpty();
        wiped.crash();
        wiped.wipe();

        wiped.start(token);

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        Patience.Met<MemberStatus> another = Patience.await(
                Cluster.PATIENCE,
                () -> "another member",
                () -> cluster.client()
                        .status(wiped.clientUrl())
                        .given()
                        .filter(it -> !it.member().equals(old)));
        assertThat(another.value().cluster()).isEqualTo(before);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).containsExactly(before);
    }

    /** Scenario 54: nothing is left but snapshots; no cluster begins by itself, and a person can restore one. */
    @Test
    @Tag("long")
    void scenario54_allDisksLost_waitUntilASnapshotIsRestored() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        Site a = cluster.site("a");
        Path saved = cluster.folder().resolve("snapshots");
        a.lookAfter(snapshots(saved));
        List<Site> sites = List.of(a, cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        ClusterId before = id();
        cluster.put(a, "/kept", "yes");
        long revision = cluster.status(a).revision();
        Path snapshot = awaitSnapshot(new SnapshotFolder(saved), Optional.empty());
        snapshot = awaitSnapshot(new SnapshotFolder(saved), Optional.of(snapshot));
        for (Site each : sites) {
            each.crash();
            each.wipe();
        }
        sites.forEach(site -> site.start(token));
        Patience.pause(5_000);
        assertThat(cluster.clusters()).isEmpty();
        assertThat(said(token)).anyMatch(text -> text.contains("bellwether etcd restore"));

        a.stop();
        Restored restored = a.restore(token, new Source.Snapshot(snapshot), Optional.of(before.toString()));
        a.start(token);

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(restored.revision()).isGreaterThan(revision);
        assertThat(cluster.allClusters()).containsExactly(restored.cluster()).doesNotContain(before);
        assertThat(cluster.get(sites.get(2), "/kept"))
                .hasValueSatisfying(stored -> assertThat(stored.value()).isEqualTo("yes"));
    }

    private List<String> said(String token) throws IOException, InterruptedException {
        String path = token.substring(token.lastIndexOf('/'));
        return List.of(cluster.discovery().get(path + "/_bellwether/board").body());
    }

    /**
     * Scenarios 55 and 56: two of three are destroyed; what the third has is restored, and everything that was
     * acknowledged and that it had is there. A destroyed one that comes back with its old data refuses to start.
     */
    @Test
    void scenario55And56_majorityDestroyed_isRestoredFromTheSurvivor() throws Exception {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        ClusterId before = id();
        Site survivor = cluster.leader();
        Site returning = cluster.others(survivor).getFirst();
        Site destroyed = cluster.others(survivor).getLast();
        try (Writer writer = new Writer(List.of(survivor))) {
            writer.awaitMore(100);
            returning.crash();
            destroyed.crash();
            destroyed.wipe();
            Path salvage = survivor.stateDir().resolve("salvage.db");
            Patience.Met<Path> saved = Patience.await(
                    Cluster.PATIENCE,
                    () -> "salvage",
                    () -> Optional.of(salvage).filter(Files::exists));
            assertThat(saved.value()).isRegularFile();
            long seen = cluster.status(survivor).revision();
            survivor.stop();
            Patience.pause(DEAD_MILLIS);

            long begun = System.nanoTime();
            Restored restored = survivor.restore(token, new Source.Survivor(), Optional.of(before.toString()));
            survivor.start(token);
            cluster.awaitVoters(List.of(survivor), 1, Cluster.PATIENCE);
            System.out.printf(
                    "restored %d revisions and at work again after %d ms%n",
                    restored.restored(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));

            assertThat(restored.lost()).contains(before);
            assertThat(restored.cluster()).isNotEqualTo(before);
            assertThat(restored.revision()).isGreaterThan(seen);
            assertThat(cluster.status(survivor).revision()).isGreaterThanOrEqualTo(restored.revision());
            writer.checkAll(survivor);
        }
        returning.start(token);
        assertThat(returning.awaitFailure()).hasMessageContaining("the data is of cluster " + before);
        assertThat(returning.etcd()).isEmpty();
        returning.stop();

        returning.wipe();
        returning.start(token);
        destroyed.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).hasSize(1).doesNotContain(before);
    }

    /** Scenario 57: refused without a person's word, with a quorum, and while a survivor still runs elsewhere. */
    @Test
    void scenario57_restore_isRefusedWhileAnythingSpeaksAgainstIt() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        ClusterId before = id();
        Site off = cluster.follower();
        Source survivor = new Source.Survivor();
        Optional<String> confirmed = Optional.of(before.toString());

        Supplier<Throwable> confirmedOne = () -> catchThrowable(() -> off.restore(token, survivor, confirmed));
        awaitRefusal("another supervisor looks after", confirmedOne);
        off.stop();
        awaitRefusal("answers with a quorum behind it", confirmedOne);

        Site running = cluster.others(off).getFirst();
        Site dead = cluster.others(off).getLast();
        dead.crash();
        awaitRefusal("still runs", confirmedOne);

        running.crash();
        // Nobody confirms here: were it late, nothing would speak against the restore any more.
        Supplier<Throwable> unconfirmed = () -> catchThrowable(() -> off.restore(token, survivor, Optional.empty()));
        awaitRefusal("reported", () -> {
            cluster.discovery().reportData(token);
            return unconfirmed.get();
        });
        Patience.pause(DEAD_MILLIS);
        awaitRefusal("--confirm " + before, unconfirmed);

        cluster.discovery().stop();
        awaitRefusal("discovery", confirmedOne);
        cluster.discovery().restart();

        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).containsExactly(before);
    }

    /** Each time it is refused; for this reason once those that are asked have all answered in time. */
    private static void awaitRefusal(String reason, Supplier<Throwable> restore) throws InterruptedException {
        List<String> said = new ArrayList<>();
        Patience.Met<String> unused = Patience.await(
                Cluster.PATIENCE, () -> "a restore refused with \"" + reason + "\"; it was with " + said, () -> {
                    Throwable refused = restore.get();
                    assertThat(refused).as("a restore").isInstanceOf(MemberException.class);
                    said.add(String.valueOf(refused.getMessage()));
                    return Optional.of(said.getLast()).filter(text -> text.contains(reason));
                });
    }
}
