package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.MemberStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that carry some messages and not others, between hosts of their own; discovery is reached by all. Nobody is
 * removed for it, and nothing that was acknowledged is lost: G-C1 and G-C2 from the outside. The numbers are those of
 * the scenarios in {@code docs/elastic-etcd.md}.
 */
@RealEtcd
@EnabledIf(value = "io.bellwether.tests.etcd.Network#isPossible", disabledReason = "network namespaces need root")
final class PartitionTest {

    /** Of silence in every respect, by default: fifteen election timeouts. */
    private static final long DEATH_MILLIS = 15 * HostedMember.ELECTION_MILLIS;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static Set<MemberId> ids(HostedCluster cluster) throws InterruptedException {
        return Patience.await(HostedCluster.RECOVERY, () -> "a list" + cluster.told(), cluster::list)
                .value()
                .members()
                .stream()
                .map(Member::id)
                .collect(HashSet::new, Set::add, Set::addAll);
    }

    /** For so long the same members are listed, whenever somebody answers. */
    private static void watch(HostedCluster cluster, Set<MemberId> members, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Optional<MemberList> list = cluster.list();
            assertThat(list.stream().flatMap(all -> all.members().stream()).map(Member::id))
                    .as("members" + (list.isPresent() ? "" : " (nobody answers)"))
                    .isSubsetOf(members)
                    .hasSize(list.isPresent() ? members.size() : 0);
            Patience.pause(250);
        }
    }

    private static void checkAll(HostedCluster cluster, Ledger ledger) throws InterruptedException {
        ledger.end();
        assertThat(ledger.acknowledged()).isPositive();
        assertThat(ledger.lost(cluster.members().getFirst().clientUrl())).isEmpty();
        assertThat(cluster.clusters()).hasSize(1);
    }

    private static Ledger writers(HostedCluster cluster) {
        return Ledger.start(
                cluster.members().stream().map(HostedMember::clientUrl).toList());
    }

    private static void isolate(HostedCluster cluster, HostedMember one) throws IOException, InterruptedException {
        for (HostedMember other : cluster.others(one)) {
            cluster.network().cutBoth(one.host(), other.host());
        }
    }

    /** Scenario 39: a follower is cut off for longer than the time of death, and comes back: the leader stays, too. */
    @Test
    @Tag("long")
    void scenario39_followerCutOff_comesBackWithoutAChange() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            Set<MemberId> before = ids(cluster);
            HostedMember leader = cluster.leader(cluster.members());
            HostedMember follower = cluster.others(leader).getFirst();
            long term = cluster.status(leader).orElseThrow().term();
            Ledger ledger = writers(cluster);

            isolate(cluster, follower);
            watch(cluster, before, DEATH_MILLIS + 5_000);
            cluster.network().heal();
            cluster.awaitWhole(() -> "a follower was cut off");

            assertThat(ids(cluster)).isEqualTo(before);
            assertThat(cluster.status(follower).map(MemberStatus::term))
                    .as("asking in vain for votes raises no term; a busy machine may elect once or twice")
                    .hasValueSatisfying(now -> assertThat(now).isLessThanOrEqualTo(term + 3));
            checkAll(cluster, ledger);
        }
    }

    /**
     * Scenario 40: the leader is cut off: the others go on, it acknowledges nothing, and its supervisor does nothing.
     */
    @Test
    void scenario40_leaderCutOff_acknowledgesNothing() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            Set<MemberId> before = ids(cluster);
            HostedMember old = cluster.leader(cluster.members());
            List<HostedMember> majority = cluster.others(old);
            Ledger ledger = writers(cluster);

            isolate(cluster, old);
            HostedMember leader = cluster.leader(majority);
            Patience.Met<Boolean> written = Patience.await(
                    HostedCluster.RECOVERY,
                    () -> "a write among the majority" + cluster.told(),
                    () -> cluster.client()
                            .put(leader.clientUrl(), "/majority", "yes")
                            .given());
            Answer<Boolean> refused = cluster.client().put(old.clientUrl(), "/minority", "no");

            assertThat(written.value()).isTrue();
            assertThat(refused).isNotInstanceOf(Answer.Given.class);
            watch(cluster, before, 3 * HostedMember.ELECTION_MILLIS);
            cluster.network().heal();
            cluster.awaitWhole(() -> "the leader was cut off");
            assertThat(ids(cluster)).isEqualTo(before);
            checkAll(cluster, ledger);
        }
    }

    /** Scenario 41: five split into three and two for twice the time of death; all of them reach discovery. */
    @Test
    @Tag("long")
    void scenario41_fiveSplit_areFiveAgainWithoutAChange() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 5)) {
            Set<MemberId> before = ids(cluster);
            HostedMember leader = cluster.leader(cluster.members());
            List<HostedMember> minority = cluster.others(leader).subList(0, 2);
            List<HostedMember> majority = cluster.members().stream()
                    .filter(member -> !minority.contains(member))
                    .toList();
            Ledger ledger = writers(cluster);

            for (HostedMember one : minority) {
                for (HostedMember other : majority) {
                    cluster.network().cutBoth(one.host(), other.host());
                }
            }
            watch(cluster, before, 2 * DEATH_MILLIS);
            cluster.network().heal();
            cluster.awaitWhole(() -> "five were split");

            assertThat(ids(cluster)).isEqualTo(before);
            checkAll(cluster, ledger);
        }
    }

    /** Scenario 42: one member does not reach the leader, but everybody else; then a follower and not the leader. */
    @Test
    @Tag("long")
    void scenario42_oneLinkDown_removesNobody() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            Set<MemberId> before = ids(cluster);
            Ledger ledger = writers(cluster);

            HostedMember leader = cluster.leader(cluster.members());
            HostedMember follower = cluster.others(leader).getFirst();
            cluster.network().cutBoth(follower.host(), leader.host());
            watch(cluster, before, 2 * DEATH_MILLIS);
            cluster.network().heal();
            cluster.awaitWhole(() -> "a follower did not reach the leader");

            List<HostedMember> followers = cluster.others(cluster.leader(cluster.members()));
            cluster.network().cutBoth(followers.get(0).host(), followers.get(1).host());
            watch(cluster, before, 2 * DEATH_MILLIS);
            cluster.network().heal();
            cluster.awaitWhole(() -> "two followers did not reach each other");

            assertThat(ids(cluster)).isEqualTo(before);
            checkAll(cluster, ledger);
        }
    }

    /** Scenario 47: what a joiner has to learn takes long to reach it: it stays, and becomes a voter in the end. */
    @Test
    @Tag("long")
    void scenario47_joinerBehindASlowLink_isGivenTheTimeItNeeds() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            HostedMember slow =
                    cluster.others(cluster.leader(cluster.members())).getFirst();
            slow.crash();
            slow.wipe(true);
            HostedMember leader = cluster.leader(cluster.others(slow));
            String value = "x".repeat(500_000);
            for (int write = 0; write < 24; write++) {
                assertThat(cluster.client().put(leader.clientUrl(), "/large/" + write, value))
                        .isInstanceOf(Answer.Given.class);
            }
            cluster.network().slow(slow.host(), 2_500);
            slow.start();
            Patience.Met<MemberId> place = Patience.await(
                    HostedCluster.RECOVERY,
                    () -> "a place" + cluster.told(),
                    () -> cluster.list().stream()
                            .flatMap(list -> list.learners().stream())
                            .map(Member::id)
                            .findFirst());

            Patience.Met<Boolean> voter = Patience.await(
                    Duration.ofMinutes(6),
                    () -> "the promotion of " + place.value() + cluster.told(),
                    () -> cluster.list()
                            .flatMap(list -> list.find(place.value()))
                            .map(Member::isVoter)
                            .filter(Boolean::booleanValue));

            assertThat(voter.after()).as("the link is slow").isGreaterThan(Duration.ofSeconds(20));
        }
    }

    /** A machine whose disk is lost again and again comes back each time, within an hour and without end. */
    @Test
    @Tag("long")
    void memberWipedManyTimes_comesBackEachTime() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            Ledger ledger = writers(cluster);
            for (int time = 1; time <= 6; time++) {
                HostedMember wiped =
                        cluster.others(cluster.leader(cluster.members())).getFirst();
                int which = time;
                wiped.crash();
                wiped.wipe(time % 2 == 0);
                wiped.start();
                cluster.awaitWhole(() -> "the disk of " + wiped.name() + " was lost, time " + which);
            }
            checkAll(cluster, ledger);
        }
    }

    /** etcd of a member is killed again and again, for whatever reason: it is of use in between, and started again. */
    @Test
    @Tag("long")
    void memberKilledManyTimes_isStartedEachTime() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, 3)) {
            Set<MemberId> before = ids(cluster);
            HostedMember victim = cluster.members().getFirst();
            for (int time = 1; time <= 7; time++) {
                int which = time;
                victim.killEtcd();
                cluster.awaitWhole(() -> "etcd of " + victim.name() + " was killed, time " + which);
            }
            assertThat(ids(cluster)).isEqualTo(before);
        }
    }
}
