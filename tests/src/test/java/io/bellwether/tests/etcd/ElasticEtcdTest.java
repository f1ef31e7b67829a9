package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.MemberStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Supervised members with real etcd processes: forming, restarting, replacing. The numbers are those of the scenarios
 * in {@code docs/elastic-etcd.md}; checks G-C1, G-C2, G-C3, G-C4 and G-C5 from the outside.
 */
@RealEtcd
final class ElasticEtcdTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<Site> three() throws IOException, InterruptedException {
        return cluster.three(cluster.discovery().newToken(3));
    }

    private String token() throws IOException, InterruptedException {
        return cluster.discovery().newToken(3);
    }

    /** Scenario 1. */
    @Test
    void one_alone_formsACluster() throws IOException, InterruptedException {
        Site one = cluster.site("one");
        one.start(cluster.discovery().newToken(1));

        assertThat(cluster.awaitVoters(List.of(one), 1, Cluster.PATIENCE)).isLessThan(Duration.ofSeconds(30));
    }

    /** Scenarios 2 and 5: nothing exists before the third machine comes. */
    @Test
    void three_oneAfterTheOther_formOneCluster() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.get(0).start(token);
        sites.get(1).start(token);
        Patience.pause(2_000);
        assertThat(cluster.clusters()).isEmpty();
        sites.get(2).start(token);

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(cluster.clusters()).hasSize(1);
        assertThat(cluster.list(sites).orElseThrow().members())
                .extracting(member -> member.name().substring(0, 2))
                .containsExactlyInAnyOrder("a-", "b-", "c-");
    }

    /** Scenarios 11 and 12: the supervisor starts it again, and nobody's place changes. */
    @Test
    void leader_killed_isStartedAgainWithoutAChange() throws IOException, InterruptedException {
        List<Site> sites = three();
        Set<MemberId> before = ids(sites);
        Site leader = cluster.leader();
        try (Writer writer = new Writer(sites)) {
            Patience.pause(1_000);
            leader.killEtcd();

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            Patience.pause(1_000);
            assertThat(ids(sites)).isEqualTo(before);
            writer.checkAll(cluster.follower());
        }
    }

    /** Scenarios 15 and 16: restart with the data needs no discovery. */
    @Test
    void three_restartedWithoutDiscovery_areTheSameCluster() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = ids(sites);
        Set<ClusterId> clusters = cluster.clusters();
        for (Site each : sites) {
            each.crash();
        }
        cluster.discovery().stop();

        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(ids(sites)).isEqualTo(before);
        assertThat(cluster.clusters()).isEqualTo(clusters);
        cluster.discovery().restart();
    }

    /** Scenario 20: the old identity goes at once, and the node comes back as another member. */
    @Test
    void follower_wiped_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = ids(sites);
        Site wiped = cluster.follower();
        MemberId old = id(wiped);
        try (Writer writer = new Writer(cluster.others(wiped))) {
            wiped.crash();
            wiped.wipe();
            wiped.start(token);

            awaitReplaced(sites, old);

            assertThat(ids(sites)).doesNotContain(old).hasSize(3).isNotEqualTo(before);
            writer.checkAll(wiped);
        }
    }

    /** Scenario 20 with the supervisor's own folder lost as well, and the leader: scenario 67's danger. */
    @Test
    void leader_wipedWithItsState_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site wiped = cluster.leader();
        MemberId old = id(wiped);
        try (Writer writer = new Writer(cluster.others(wiped))) {
            wiped.crash();
            wiped.wipeAll();
            wiped.start(token);

            awaitReplaced(sites, old);

            assertThat(ids(sites)).doesNotContain(old).hasSize(3);
            writer.checkAll(wiped);
        }
    }

    /** Scenario 52: the cluster itself carries what the nodes say. */
    @Test
    void follower_wipedWhileDiscoveryIsDown_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site wiped = cluster.follower();
        MemberId old = id(wiped);
        cluster.discovery().stop();
        wiped.crash();
        wiped.wipe();

        wiped.start(token);

        awaitReplaced(sites, old);
        assertThat(ids(sites)).doesNotContain(old).hasSize(3);
        cluster.discovery().restart();
    }

    /** Scenario 19: nobody can take its place, so it keeps it. */
    @Test
    void follower_deadForLong_staysAMemberWithoutAReplacement() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = ids(sites);
        Site dead = cluster.follower();
        dead.crash();
        Patience.pause(12_000);

        assertThat(ids(cluster.others(dead))).isEqualTo(before);

        dead.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(ids(sites)).isEqualTo(before);
    }

    /** Scenario 17: the dead one is removed, not before its time, and the machine that waits takes its place. */
    @Test
    void follower_deadForGood_isReplacedByTheOneThatWaits() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site dead = cluster.follower();
        MemberId old = id(dead);
        Site fourth = cluster.site("d");
        fourth.start(token);
        try (Writer writer = new Writer(cluster.others(dead))) {
            long begun = System.nanoTime();
            dead.crash();

            awaitReplaced(cluster.others(dead), old);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(took).isGreaterThan(Duration.ofMillis(7_500));
            assertThat(ids(cluster.others(dead))).contains(id(fourth)).doesNotContain(old);
            writer.checkAll(fourth);
        }
        assertThat(sites).contains(dead);
    }

    /** A member of the list that was wiped: until the list has three others. */
    private void awaitReplaced(List<Site> asked, MemberId old) throws InterruptedException {
        Patience.Met<MemberList> met = Patience.await(
                Cluster.PATIENCE,
                () -> "the replacement of " + old + "; " + cluster.list(asked),
                () -> cluster.list(asked)
                        .filter(list -> list.find(old).isEmpty()
                                && list.voters().size() == 3
                                && list.members().stream().allMatch(Member::isStarted)));
        assertThat(met.value().find(old)).isEmpty();
        cluster.awaitVoters(asked, 3, Cluster.PATIENCE);
    }

    private Set<MemberId> ids(List<Site> asked) {
        return Set.copyOf(cluster.list(asked).orElseThrow().voters().stream()
                .map(Member::id)
                .toList());
    }

    private MemberId id(Site site) {
        Optional<MemberStatus> status =
                cluster.client().status(site.clientUrl()).given();
        return status.orElseThrow().member();
    }
}
