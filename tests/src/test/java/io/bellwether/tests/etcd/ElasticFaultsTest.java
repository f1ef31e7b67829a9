package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.MemberStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults at bad moments. The numbers are those of the scenarios in {@code docs/elastic-etcd.md}; checks G-C1, G-C2 and
 * G-C3 from the outside.
 */
@RealEtcd
final class ElasticFaultsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private static void startIdle(Site site, String token) {
        site.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
    }

    /** Scenario 7: the discovery service dies while the cluster forms, and comes back with its files. */
    @Test
    void scenario07_discoveryKilledWhileForming_formsWhenItIsBack() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.get(0).start(token);
        sites.get(1).start(token);
        Patience.pause(1_000);
        cluster.discovery().stop();
        sites.get(2).start(token);
        Patience.pause(3_000);
        assertThat(cluster.clusters()).isEmpty();

        cluster.discovery().restart();

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).hasSize(1);
    }

    /** Scenario 8: those who registered and died are no founders. */
    @Test
    @Tag("long")
    void scenario08_registrationsOfTheDead_areLeftOut() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        for (String name : List.of("x", "y")) {
            Site dead = cluster.site(name);
            dead.start(token);
            Patience.pause(1_500);
            dead.stop();
        }
        Patience.pause(7_000);
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.start(token));

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(cluster.members(sites).members())
                .extracting(member -> member.name().substring(0, 2))
                .containsExactlyInAnyOrder("a-", "b-", "c-");
    }

    /** Scenario 13: a supervisor that is told to end hands leadership over first, and changes nothing. */
    @Test
    void scenario13_leaderToldToEnd_handsOver() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        Site leader = cluster.leader();
        try (Writer writer = new Writer(cluster.others(leader))) {
            writer.awaitMore(20);

            leader.stop();

            assertThat(Files.readString(leader.stateDir().resolve("etcd.log"))).contains("leadership transfer");
            writer.awaitMore(20);
            System.out.printf(
                    "leader ended in order, longest gap between writes %d ms%n",
                    writer.longestGap().toMillis());
            leader.start(token);
            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            writer.checkAll(leader);
        }
        assertThat(cluster.voters(sites)).isEqualTo(before);
    }

    /** Scenario 21: the trap of stock etcd, which loses all of these writes and reports to be healthy. */
    @Test
    void scenario21_laggardAndWipedOne_doNotDecideWithoutTheThird() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Site lagging = cluster.follower();
        lagging.crash();
        Site wiped = cluster.others(lagging).getFirst();
        Site third = cluster.others(lagging).getLast();
        try (Writer writer = new Writer(List.of(third))) {
            writer.awaitMore(50);
            wiped.crash();
            third.crash();
            wiped.wipe();

            lagging.start(token);
            wiped.start(token);
            Patience.pause(6_000);
            assertThat(cluster.list(sites)).isEmpty();
            assertThat(wiped.etcd()).isEmpty();

            third.start(token);
            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            writer.checkAll(third);
        }
    }

    /** Scenario 38: the leader stands still for three election timeouts; another leads, and it follows. */
    @Test
    void scenario38_leaderHanging_followsAnother() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Set<MemberId> before = cluster.voters(sites);
        Site hanging = cluster.leader();
        MemberId id = cluster.id(hanging);
        try (Writer writer = new Writer(cluster.others(hanging))) {
            writer.awaitMore(20);
            hanging.process().standStill();
            Patience.Met<MemberStatus> other = Patience.await(
                    Cluster.PATIENCE,
                    () -> "another leader",
                    () -> cluster.others(hanging).stream()
                            .flatMap(site -> cluster.client().status(site.clientUrl()).given().stream())
                            .filter(MemberStatus::isLeader)
                            .findFirst());
            hanging.process().goOn();

            assertThat(other.value().member()).isNotEqualTo(id);
            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            assertThat(cluster.voters(sites)).isEqualTo(before);
            writer.checkAll(hanging);
        }
    }

    /** Scenario 43: two machines start at the same moment for one place. */
    @Test
    @Tag("long")
    void scenario43_twoForOnePlace_oneTakesIt() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        cluster.three(token);
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        dead.crash();
        Patience.pause(9_000);
        Site one = cluster.site("x");
        Site other = cluster.site("y");
        startIdle(one, token);
        startIdle(other, token);
        List<Site> alive = cluster.others(dead);

        Patience.Met<MemberList> met = Patience.await(Cluster.PATIENCE, () -> "three; " + cluster.list(alive), () -> {
            Optional<MemberList> list = cluster.list(alive);
            list.ifPresent(seen -> assertThat(seen.learners()).hasSizeLessThanOrEqualTo(1));
            return list.filter(seen -> seen.find(old).isEmpty() && seen.voters().size() == 3);
        });

        assertThat(met.value().members())
                .extracting(member -> member.name().substring(0, 2))
                .containsAnyOf("x-", "y-");
        cluster.awaitVoters(alive, 3, Cluster.PATIENCE);
    }

    /** Scenario 44: leadership moves with each step: two supervisors may believe that the next one is theirs. */
    @Test
    @Tag("long")
    void scenario44_leadershipMovingWithEachStep_stillTakesOneAtATime() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        cluster.three(token);
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        List<Site> pair = cluster.others(dead);
        startIdle(cluster.site("d"), token);
        dead.crash();
        List<Site> alive = cluster.others(dead);
        Set<List<Member>> steps = new HashSet<>(Set.of(cluster.members(pair).members()));

        Patience.Met<MemberList> met = Patience.await(Cluster.PATIENCE, () -> "three; " + cluster.list(alive), () -> {
            Optional<MemberList> list = cluster.list(pair);
            list.ifPresent(seen -> {
                assertThat(seen.learners()).hasSizeLessThanOrEqualTo(1);
                if (steps.add(seen.members())) {
                    moveOn(pair);
                }
            });
            return list.filter(seen -> seen.find(old).isEmpty() && seen.voters().size() == 3);
        });

        assertThat(met.value().members()).hasSize(3);
        assertThat(steps).as("seen on the way").hasSizeGreaterThan(2);
        cluster.awaitVoters(alive, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).hasSize(1);
    }

    private void moveOn(List<Site> pair) {
        for (Site each : pair) {
            Site other = pair.get(1 - pair.indexOf(each));
            Optional<MemberStatus> from =
                    cluster.client().status(each.clientUrl()).given();
            Optional<MemberStatus> to =
                    cluster.client().status(other.clientUrl()).given();
            if (from.filter(MemberStatus::isLeader).isPresent() && to.isPresent()) {
                Answer<Boolean> moved =
                        cluster.client().moveLeader(each.clientUrl(), to.get().member(), DEADLINE);
                assertThat(moved).isNotNull();
                return;
            }
        }
    }

    /** Scenario 45: the leader's machine goes down when the dead one is removed and nobody has been added yet. */
    @Test
    @Tag("long")
    void scenario45_leaderDownBetweenRemovalAndAddition_isFinishedByAnother() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        cluster.three(token);
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        startIdle(cluster.site("d"), token);
        dead.crash();
        List<Site> alive = cluster.others(dead);
        Patience.Met<MemberList> removed = Patience.await(
                Cluster.PATIENCE,
                () -> "the removal",
                () -> cluster.list(alive).filter(list -> list.find(old).isEmpty()));
        assertThat(removed.value().voters()).hasSize(2);

        Site leader = cluster.leader();
        leader.crash();
        leader.start(token);

        cluster.awaitReplaced(alive, old, 3);
        assertThat(cluster.allClusters()).hasSize(1);
    }

    /** Scenario 63: two clusters by one discovery service know nothing of each other. */
    @Test
    @Tag("long")
    void scenario63_twoTokens_areTwoClusters() throws IOException, InterruptedException {
        String first = cluster.discovery().newToken(3);
        String second = cluster.discovery().newToken(3);
        List<Site> ones = cluster.founded(first, 3);
        List<Site> others = List.of(cluster.site("x"), cluster.site("y"), cluster.site("z"));
        others.forEach(site -> site.start(second));
        cluster.awaitVoters(others, 3, Cluster.PATIENCE);
        Site wiped = others.getFirst();
        MemberId old = cluster.id(wiped);
        wiped.crash();
        wiped.wipe();
        wiped.start(second);

        cluster.awaitReplaced(others, old, 3);

        assertThat(cluster.allClusters()).hasSize(2);
        assertThat(cluster.voters(ones)).hasSize(3).doesNotContainAnyElementsOf(cluster.voters(others));
    }
}
