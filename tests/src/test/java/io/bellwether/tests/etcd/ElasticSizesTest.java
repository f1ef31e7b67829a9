package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.member.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clusters of five, and what becomes of those that cannot join. The numbers are those of the scenarios in
 * {@code docs/elastic-etcd.md}; checks G-C1 and G-C3 from the outside.
 */
@RealEtcd
final class ElasticSizesTest {

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private static void startIdle(Site site, String token) {
        site.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
    }

    /** Scenario 29: a learner whose etcd never runs gives its place up, writes go on, and the next one joins. */
    @Test
    @Tag("long")
    void scenario29_learnerThatNeverStarts_isRemovedForTheNext() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(1);
        Site first = cluster.founded(token, 1).getFirst();
        Path broken = cluster.folder().resolve("broken-etcd");
        Files.writeString(
                broken, "#!/bin/sh\n[ \"$1\" = --version ] && exec " + Etcd.program() + " --version\nexec sleep 600\n");
        Files.setPosixFilePermissions(broken, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Site never = cluster.site("never");
        never.install(broken.toString());
        never.start(token);
        Site waiting = cluster.site("waiting");
        waiting.install(broken.toString());
        waiting.start(token);
        Patience.pause(1_000);
        cluster.resize(first, 3);
        try (Writer writer = new Writer(List.of(first))) {
            Patience.Met<MemberList> added = Patience.await(
                    Cluster.PATIENCE,
                    () -> "a learner",
                    () -> cluster.list(List.of(first))
                            .filter(list -> list.learners().size() == 1));
            MemberId stuck = added.value().learners().getFirst().id();

            Patience.Met<MemberList> removed = Patience.await(
                    Duration.ofMinutes(2),
                    () -> "its removal",
                    () -> cluster.list(List.of(first))
                            .filter(list -> list.find(stuck).isEmpty()));
            assertThat(removed.after()).isGreaterThan(Duration.ofSeconds(30));
            never.stop();
            waiting.stop();
            Site good = cluster.site("good");
            Site another = cluster.site("another");
            good.start(token);
            another.start(token);
            cluster.awaitVoters(List.of(first, good, another), 3, Duration.ofMinutes(3));
            writer.checkAll(first);
        }
    }

    /** Scenario 32: five become three; who leaves is not the leader, and keeps its data aside. */
    @Test
    @Tag("long")
    void scenario32_fiveResizedToThree_shrinkUnderLoad() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(5);
        List<Site> sites = cluster.founded(token, 5);
        MemberId leader = cluster.id(cluster.leader());
        try (Writer writer = new Writer(sites)) {
            cluster.resize(cluster.leader(), 3);

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            assertThat(cluster.voters(sites)).contains(leader);
            Patience.Met<List<Site>> aside = Patience.await(Cluster.PATIENCE, () -> "two that moved aside", () -> {
                List<Site> left = sites.stream()
                        .filter(site -> Files.isDirectory(site.dataDir().resolve("aside")))
                        .toList();
                return Optional.of(left).filter(found -> found.size() == 2);
            });
            assertThat(aside.value()).hasSize(2);
            writer.checkAll(cluster.leader());
        }
        assertThat(cluster.allClusters()).hasSize(1);
    }

    /** Scenario 33: the one to leave leads: leadership moves first. */
    @Test
    @Tag("long")
    void scenario33_leaderIsTheOneToLeave_handsOverFirst() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(5);
        List<Site> sites = Stream.of("a", "b", "c", "d", "e").map(cluster::site).toList();
        Site leaving = sites.getFirst();
        leaving.prefer(-1);
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 5, Cluster.PATIENCE);
        MemberId first = cluster.id(leaving);
        Patience.Met<Boolean> leads = Patience.await(Cluster.PATIENCE, () -> "its leadership", () -> {
            Answer<Boolean> unused = cluster.client()
                    .moveLeader(cluster.anyLeader().orElse(leaving).clientUrl(), first, Duration.ofSeconds(5));
            return cluster.anyLeader().map(leaving::equals).filter(Boolean::booleanValue);
        });
        assertThat(leads.value()).isTrue();
        try (Writer writer = new Writer(cluster.others(leaving))) {
            writer.measure();
            cluster.resize(leaving, 3);

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            assertThat(cluster.voters(sites)).doesNotContain(first);
            assertThat(leaving.hasLogged("the leader is the one to leave")).isTrue();
            System.out.printf("leader left, gap %d ms%n", writer.longestGap().toMillis());
            writer.checkAll(cluster.leader());
        }
    }

    /** Scenario 34: two of five die for good, and two machines wait. */
    @Test
    @Tag("long")
    void scenario34_twoOfFiveDead_areReplacedByTwoThatWait() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(5);
        List<Site> sites = cluster.founded(token, 5);
        Site leader = cluster.leader();
        List<Site> dead = cluster.others(leader).subList(0, 2);
        List<MemberId> old = List.of(cluster.id(dead.get(0)), cluster.id(dead.get(1)));
        startIdle(cluster.site("x"), token);
        startIdle(cluster.site("y"), token);
        List<Site> alive =
                cluster.sites().stream().filter(site -> !dead.contains(site)).toList();
        try (Writer writer = new Writer(List.of(leader))) {
            for (Site each : dead) {
                each.crash();
            }

            cluster.awaitReplaced(alive, old.get(0), 5);
            cluster.awaitReplaced(alive, old.get(1), 5);
            writer.checkAll(leader);
        }
        assertThat(sites).containsAll(dead);
        assertThat(cluster.allClusters()).hasSize(1);
    }

    /** Scenario 35: nobody takes the dead ones' places; a third one dies, and nothing is changed until one is back. */
    @Test
    @Tag("long")
    void scenario35_majorityOfFiveDead_waitsUntilOneIsBack() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(5);
        List<Site> sites = cluster.founded(token, 5);
        Set<MemberId> before = cluster.voters(sites);
        List<Site> dead = cluster.others(cluster.leader()).subList(0, 3);
        dead.get(0).crash();
        dead.get(1).crash();
        Patience.pause(10_000);
        List<Site> left = sites.stream().filter(site -> !dead.contains(site)).toList();
        assertThat(cluster.voters(left)).isEqualTo(before);

        dead.get(2).crash();
        Path salvage = left.getFirst().stateDir().resolve("salvage.db");
        Patience.Met<Path> saved = Patience.await(
                Cluster.PATIENCE, () -> "salvage", () -> Optional.of(salvage).filter(Files::exists));
        assertThat(saved.value()).isNotEmptyFile();
        assertThat(cluster.list(left)).isEmpty();

        dead.get(2).start(token);
        Patience.Met<MemberList> back = Patience.await(Cluster.PATIENCE, () -> "a quorum", () -> cluster.list(left));
        assertThat(back.value().members()).extracting(Member::id).containsExactlyInAnyOrderElementsOf(before);
    }

    /** Scenario 51: a learner at another address is removed and added again, never updated. */
    @Test
    @Tag("long")
    void scenario51_learnerAtAnotherAddress_isAddedAgain() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Site before = cluster.site("d");
        before.start(token);
        Patience.Met<Member> standby = awaitLearner(sites, Set.of());
        before.crash();
        Site after = cluster.moved(before, "d");
        after.start(token);

        Patience.Met<Member> again = awaitLearner(sites, Set.of(standby.value().id()));

        assertThat(again.value().peerUrls()).containsExactly(after.peerUrl());
        assertThat(cluster.members(sites).find(standby.value().id())).isEmpty();
        assertThat(cluster.members(sites).voters()).hasSize(3);
    }

    private Patience.Met<Member> awaitLearner(List<Site> asked, Set<MemberId> but) throws InterruptedException {
        return Patience.await(
                Duration.ofMinutes(3),
                () -> "a learner that runs; " + cluster.list(asked),
                () -> cluster.list(asked)
                        .flatMap(list -> list.learners().stream()
                                .filter(learner -> learner.isStarted() && !but.contains(learner.id()))
                                .findFirst()));
    }

    /** Scenario 69: the flags of the first day say one voter; the cluster remembers that there are to be three. */
    @Test
    @Tag("long")
    void scenario69_restartWithTheOldFlags_followsTheCluster() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(1);
        Site first = cluster.site("a");
        first.start(token, Optional.of(1), JoinStrategy.REPLACE, Standby.LEARNER);
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
        cluster.resize(first, 3);
        Site second = cluster.site("b");
        Site third = cluster.site("c");
        second.start(token);
        third.start(token);
        cluster.awaitVoters(cluster.sites(), 3, Cluster.PATIENCE);
        Set<MemberId> before = cluster.voters(cluster.sites());
        ClusterId id = cluster.allClusters().iterator().next();

        first.stop();
        first.start(token, Optional.of(1), JoinStrategy.REPLACE, Standby.LEARNER);
        cluster.awaitVoters(cluster.sites(), 3, Cluster.PATIENCE);
        Patience.pause(3_000);

        assertThat(cluster.voters(cluster.sites())).isEqualTo(before);
        assertThat(cluster.allClusters()).containsExactly(id);
        Optional<Stored> stored = cluster.get(first, Settings.KEY);
        assertThat(Settings.parse(stored.orElseThrow().value()).orElseThrow().size())
                .isEqualTo(3);
    }
}
