package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.MemberId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Supervised members with real etcd processes: forming, restarting, replacing. The numbers are those of the scenarios
 * in {@code docs/elastic-etcd.md}; checks G-C1, G-C2, G-C3, G-C4 and G-C5 from the outside.
 */
@RealEtcd
final class ElasticEtcdTest {

    @RegisterExtension
    private final Cluster cluster = new Cluster();

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

        cluster.awaitVoters(List.of(one), 1, Cluster.PATIENCE);

        assertThat(cluster.allClusters()).hasSize(1);
        assertThat(cluster.members(List.of(one)).members())
                .singleElement()
                .satisfies(member -> assertThat(member.name()).startsWith("one-"));
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

        assertThat(cluster.allClusters()).hasSize(1);
        assertThat(cluster.members(sites).members())
                .extracting(member -> member.name().substring(0, 2))
                .containsExactlyInAnyOrder("a-", "b-", "c-");
    }

    /** Scenarios 11 and 12: the supervisor starts it again, and nobody's place changes. */
    @Test
    void leader_killed_isStartedAgainWithoutAChange() throws IOException, InterruptedException {
        List<Site> sites = three();
        Set<MemberId> before = cluster.voters(sites);
        Site leader = cluster.leader();
        try (Writer writer = new Writer(sites)) {
            writer.awaitMore(20);
            leader.process().kill();

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            writer.awaitMore(20);
            assertThat(cluster.voters(sites)).isEqualTo(before);
            writer.checkAll(cluster.follower());
        }
    }

    /** Scenarios 15 and 16: restart with the data needs no discovery. */
    @Test
    void three_restartedWithoutDiscovery_areTheSameCluster() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        Set<ClusterId> clusters = cluster.allClusters();
        for (Site each : sites) {
            each.crash();
        }
        cluster.discovery().stop();

        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(cluster.voters(sites)).isEqualTo(before);
        assertThat(cluster.allClusters()).isEqualTo(clusters);
        cluster.discovery().restart();
    }

    /** Scenario 20: the old identity goes at once, and the node comes back as another member. */
    @Test
    void follower_wiped_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        Site wiped = cluster.follower();
        MemberId old = cluster.id(wiped);
        try (Writer writer = new Writer(cluster.others(wiped))) {
            wiped.crash();
            wiped.wipe();
            wiped.start(token);

            cluster.awaitReplaced(sites, old, 3);

            assertThat(cluster.voters(sites)).doesNotContain(old).hasSize(3).isNotEqualTo(before);
            writer.checkAll(wiped);
        }
    }

    /** Scenario 20 with the supervisor's own folder lost as well, and the leader: scenario 67's danger. */
    @Test
    void leader_wipedWithItsState_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site wiped = cluster.leader();
        MemberId old = cluster.id(wiped);
        try (Writer writer = new Writer(cluster.others(wiped))) {
            wiped.crash();
            wiped.wipeAll();
            wiped.start(token);

            cluster.awaitReplaced(sites, old, 3);

            assertThat(cluster.voters(sites)).doesNotContain(old).hasSize(3);
            writer.checkAll(wiped);
        }
    }

    /** Scenario 52: the cluster itself carries what the nodes say. */
    @Test
    void follower_wipedWhileDiscoveryIsDown_comesBackAsAnotherMember() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site wiped = cluster.follower();
        MemberId old = cluster.id(wiped);
        cluster.discovery().stop();
        wiped.crash();
        wiped.wipe();

        wiped.start(token);

        cluster.awaitReplaced(sites, old, 3);
        assertThat(cluster.voters(sites)).doesNotContain(old).hasSize(3);
        cluster.discovery().restart();
    }

    /** Scenario 19: nobody can take its place, so it keeps it. */
    @Test
    void follower_deadForLong_staysAMemberWithoutAReplacement() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        Site dead = cluster.follower();
        dead.crash();
        Patience.pause(12_000);

        assertThat(cluster.voters(cluster.others(dead))).isEqualTo(before);

        dead.start(token);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(cluster.voters(sites)).isEqualTo(before);
    }

    /** Scenario 17: the dead one is removed, not before its time, and the machine that waits takes its place. */
    @Test
    void follower_deadForGood_isReplacedByTheOneThatWaits() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = cluster.three(token);
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        Site fourth = cluster.site("d");
        fourth.start(token);
        try (Writer writer = new Writer(cluster.others(dead))) {
            long begun = System.nanoTime();
            dead.crash();

            cluster.awaitReplaced(cluster.others(dead), old, 3);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(took).isGreaterThan(Duration.ofMillis(7_500));
            assertThat(cluster.voters(cluster.others(dead)))
                    .contains(cluster.id(fourth))
                    .doesNotContain(old);
            writer.checkAll(fourth);
        }
        assertThat(sites).contains(dead);
    }
}
