package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who is given a place, and who is not. The numbers are those of the scenarios in {@code docs/elastic-etcd.md}; checks
 * G-C1 and G-C5 from the outside.
 */
@RealEtcd
@Tag("long")
final class ElasticPlacesTest {

    /** A learner that is caught up for a second is promoted; one that looks so has had time enough. */
    private static final long TEMPTATION_MILLIS = 2_000;

    private static final int TURNS = 25;

    /** A cluster that has been whole for half a minute may take a standby in. */
    private static final long STANDBY_MILLIS = 40_000;

    private static final Duration CHANGE = Duration.ofSeconds(10);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private static void startIdle(Site site, String token) {
        site.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
    }

    /** For so long the voters are these and there is no other member. */
    private void watch(List<Site> asked, Set<MemberId> voters, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            cluster.list(asked).ifPresent(list -> {
                assertThat(list.voters()).extracting(member -> member.id()).containsExactlyInAnyOrderElementsOf(voters);
                assertThat(list.learners()).isEmpty();
            });
            Patience.pause(250);
        }
    }

    /** Scenario 31: of five voters none is missing and no standby is wanted: a sixth machine changes nothing. */
    @Test
    void scenario31_sixthWithoutAPlace_changesNothing() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(5);
        List<Site> five =
                List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"), cluster.site("d"), cluster.site("e"));
        five.forEach(site -> startIdle(site, token));
        cluster.awaitVoters(five, five.size(), Cluster.PATIENCE);
        Set<MemberId> voters = cluster.voters(five);

        try (ProgramProcess plan = ProgramProcess.start(
                Map.of(),
                "etcd",
                "plan",
                "--apply",
                "--name=seventh",
                "--data-dir=" + cluster.folder().resolve("seventh"),
                "--discovery=" + token,
                "--initial-advertise-peer-urls=" + Etcd.freeUrl())) {
            assertThat(plan.awaitLine("bellwether etcd plan: ")).contains("5 voters, as many as wanted");
            assertThat(plan.awaitExit()).isEqualTo(1);
        }
        Site sixth = cluster.site("sixth");
        startIdle(sixth, token);
        watch(five, voters, STANDBY_MILLIS);

        assertThat(sixth.hasLogged("the cluster is at work, and may take this node in"))
                .isTrue();
        assertThat(sixth.etcd()).isEmpty();
        assertThat(cluster.folder().resolve("seventh")).doesNotExist();
    }

    /**
     * Scenario 48: two more voters are wanted, and learners are added through a follower whose etcd never runs. etcd
     * 3.4.23 can promote such a one; no supervisor ever asks it to.
     */
    @Test
    void scenario48_learnersThatNeverRun_areNeverPromoted() throws IOException, InterruptedException {
        List<Site> three = cluster.founded(cluster.discovery().newToken(3), 3);
        cluster.resize(three.getFirst(), 5);
        Set<MemberId> voters = cluster.voters(three);
        EtcdClient patient = cluster.client(CHANGE);
        for (int turn = 0; turn < TURNS; turn++) {
            MemberId learner = added(patient);
            awaitDecisionAbout(learner);
            watchLearner(three, voters, learner);
            removed(patient, learner);
        }
        assertThat(cluster.clusters()).hasSize(1);
    }

    private MemberId added(EtcdClient patient) throws InterruptedException {
        return Patience.await(Cluster.PATIENCE, () -> "a learner is added through a follower", () -> {
                    Optional<MemberId> learner = cluster.list(cluster.sites()).stream()
                            .flatMap(list -> list.learners().stream())
                            .map(member -> member.id())
                            .findFirst();
                    return learner.or(() -> cluster.anyLeader()
                            .flatMap(leader -> patient.addLearner(
                                            cluster.others(leader).getFirst().clientUrl(),
                                            List.of(Etcd.freeUrl()),
                                            CHANGE)
                                    .given()));
                })
                .value();
    }

    /** The supervisor beside the leader has seen it, and has said why it does not count. */
    private void awaitDecisionAbout(MemberId learner) throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "a decision about learner " + learner,
                () -> Optional.of(cluster.sites().stream().anyMatch(site -> site.hasLogged("learner " + learner)))
                        .filter(Boolean::booleanValue));
    }

    private void watchLearner(List<Site> three, Set<MemberId> voters, MemberId learner) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TEMPTATION_MILLIS);
        while (System.nanoTime() < end) {
            Optional<MemberList> list = cluster.list(three);
            list.ifPresent(each -> {
                assertThat(each.voters()).extracting(member -> member.id()).containsExactlyInAnyOrderElementsOf(voters);
                assertThat(each.learners()).extracting(member -> member.id()).containsExactly(learner);
            });
            assertThat(three).noneMatch(site -> site.hasLogged("PromoteLearner"));
            Patience.pause(100);
        }
    }

    private void removed(EtcdClient patient, MemberId learner) throws InterruptedException {
        Patience.Met<MemberList> unused =
                Patience.await(Cluster.PATIENCE, () -> "learner " + learner + " is removed", () -> {
                    Optional<MemberList> list = cluster.list(cluster.sites());
                    Optional<MemberList> without =
                            list.filter(each -> each.find(learner).isEmpty());
                    if (without.isEmpty()) {
                        cluster.anyLeader().ifPresent(leader -> patient.remove(leader.clientUrl(), learner, CHANGE));
                    }
                    return without;
                });
    }
}
