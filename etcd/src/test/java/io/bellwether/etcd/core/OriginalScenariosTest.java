package io.bellwether.etcd.core;

import static io.bellwether.etcd.core.NodePlannerTest.BELONGING;
import static io.bellwether.etcd.core.NodePlannerTest.DATA;
import static io.bellwether.etcd.core.NodePlannerTest.EMPTY;
import static io.bellwether.etcd.core.NodePlannerTest.FORMED;
import static io.bellwether.etcd.core.NodePlannerTest.UNCLAIMED;
import static io.bellwether.etcd.core.NodePlannerTest.UNKNOWN;
import static io.bellwether.etcd.core.NodePlannerTest.agreed;
import static io.bellwether.etcd.core.NodePlannerTest.candidate;
import static io.bellwether.etcd.core.NodePlannerTest.place;
import static io.bellwether.etcd.core.NodePlannerTest.voter;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Member.Role;
import io.bellwether.etcd.core.NodePlannerTest.Look;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The seventeen end-to-end scenarios of elastic-etcd of 2016, and the branches of its algorithm, as decisions: who
 * starts how, and what happens to the membership.
 */
final class OriginalScenariosTest {

    private static final Past NONE = new Past.None();

    private static Policy size(int size, JoinStrategy strategy) {
        return Policy.of(size, Timers.of(Duration.ofSeconds(1))).with(strategy);
    }

    private static String node(Look look) {
        return NodePlannerTest.told(NodePlannerTest.PLANNER.plan(look.view()));
    }

    private static String cluster(Scene scene, Policy policy) {
        return ClusterPlannerTest.told(new ClusterPlanner().plan(scene.view(), policy));
    }

    /** NewCluster: four strategies. */
    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void newCluster_ofThree_isFoundedByAllThree(JoinStrategy strategy) {
        Look three = Look.at(EMPTY, NONE, UNCLAIMED).nodes(candidate(2), candidate(3));
        Look seated = Look.at(EMPTY, NONE, agreed(Set.of(), 1, 2, 3)).nodes(candidate(2), candidate(3));

        assertThat(node(three)).isEqualTo("ProposeFounders N8 FOUNDERS_PRESENT");
        assertThat(node(seated)).isEqualTo("Bootstrap N8 FOUNDER");
        assertThat(cluster(Scene.of(3), size(3, strategy))).startsWith("Wait");
    }

    /** RestartEtcd: four strategies. */
    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void restartOfEtcd_withItsData_resumesAndChangesNothing(JoinStrategy strategy) {
        Look killed = Look.at(DATA, BELONGING, FORMED)
                .ended(ExitKind.KILLED, ProcessState.Exit.Wrote.MAYBE, 1)
                .cluster(voter(1), voter(2), voter(3));

        assertThat(node(killed)).isEqualTo("Resume N1 DATA_PRESENT");
        assertThat(cluster(Scene.of(3).silent(3, Scene.SHORT), size(3, strategy)))
                .startsWith("Wait");
    }

    /** RestartElasticEtcd: four strategies. */
    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void restartOfTheSupervisor_withItsData_resumesAndChangesNothing(JoinStrategy strategy) {
        Look restarted = Look.at(DATA, BELONGING, FORMED).cluster(voter(1), voter(2), voter(3));

        assertThat(node(restarted)).isEqualTo("Resume N1 DATA_PRESENT");
        assertThat(cluster(Scene.of(3).cutOff(3, Scene.SHORT), size(3, strategy)))
                .startsWith("Wait");
    }

    /** RestartCleanElasticEtcd: replace and prune. */
    @ParameterizedTest
    @EnumSource(
            value = JoinStrategy.class,
            mode = Mode.INCLUDE,
            names = {"REPLACE", "PRUNE"})
    void restart_withItsDataDeleted_replacesTheMember(JoinStrategy strategy) {
        Look wiped = Look.at(EMPTY, BELONGING, FORMED).cluster(voter(1), voter(2), voter(3));
        Look removed = Look.at(EMPTY, BELONGING, FORMED).cluster(voter(2), voter(3));
        Look held = Look.at(EMPTY, NONE, FORMED).cluster(voter(2), voter(3), place(1));

        assertThat(node(wiped)).isEqualTo("DeclareLost N5 DATA_LOST");
        assertThat(cluster(Scene.of(3).lost(3), size(3, strategy))).isEqualTo("RemoveMember 3 C5 DATA_LOST");
        assertThat(node(removed)).isEqualTo("MoveDataAside N2 LEFTOVERS");
        assertThat(cluster(Scene.of(2).candidate(3), size(3, strategy))).isEqualTo("AddLearner node-3 C7 SLOT_FREE");
        assertThat(node(held)).isEqualTo("StartMember N4 PLACE_HELD");
        assertThat(cluster(Scene.of(2).learner(3), size(3, strategy))).isEqualTo("PromoteLearner 3 C4 LEARNER_READY");
    }

    /** GrowElasticEtcd: replace, prune and add. */
    @ParameterizedTest
    @EnumSource(value = JoinStrategy.class, mode = Mode.EXCLUDE, names = "PREPARED")
    void fourthNode_withSizeFive_joins(JoinStrategy strategy) {
        Look fourth = Look.at(EMPTY, NONE, FORMED).cluster(voter(2), voter(3), voter(4), place(1));

        assertThat(cluster(Scene.of(3).candidate(4), size(5, strategy))).isEqualTo("AddLearner node-4 C7 SLOT_FREE");
        assertThat(node(fourth)).isEqualTo("StartMember N4 PLACE_HELD");
        assertThat(cluster(Scene.of(3).learner(4), size(5, strategy))).isEqualTo("PromoteLearner 4 C4 LEARNER_READY");
    }

    /** "cluster is down, a new node cannot join". */
    @Test
    void newNode_whereTheClusterIsDown_waits() {
        assertThat(node(Look.at(EMPTY, NONE, FORMED))).isEqualTo("Wait N4 CLUSTER_EXISTS");
    }

    /** "existing, nobody active, has data: plain restart". The original had no answer while discovery was down. */
    @Test
    void nodeWithData_whereTheClusterOrDiscoveryIsDown_resumes() {
        assertThat(node(Look.at(DATA, BELONGING, FORMED))).isEqualTo("Resume N1 DATA_PRESENT");
        assertThat(node(Look.at(DATA, BELONGING, UNKNOWN))).isEqualTo("Resume N1 DATA_PRESENT");
    }

    /** The original called this "new" for any cluster smaller than a quorum of its size. */
    @Test
    void fewRegistrations_besideARunningCluster_areNoNewCluster() {
        assertThat(node(Look.at(EMPTY, NONE, UNCLAIMED).cluster(voter(2)))).isEqualTo("Wait N4 WAITING_FOR_PLACE");
    }

    /** Strategy prepared: no membership change, but a prepared member starts. */
    @Test
    void preparedMember_starts_andNothingElseHappens() {
        assertThat(node(Look.at(EMPTY, NONE, FORMED).cluster(voter(2), place(1))))
                .isEqualTo("StartMember N4 PLACE_HELD");
        assertThat(cluster(Scene.of(3).candidate(4), size(5, JoinStrategy.PREPARED)))
                .isEqualTo("Wait C1 PREPARED");
    }

    /** "full cluster and no dead member", and "cluster is already full" with strategy add. */
    @ParameterizedTest
    @EnumSource(value = JoinStrategy.class, mode = Mode.EXCLUDE, names = "PREPARED")
    void newNode_whereTheClusterIsFull_stands(JoinStrategy strategy) {
        Policy policy = size(3, strategy).with(Policy.Standby.IDLE);

        assertThat(cluster(Scene.of(3).candidate(4), policy)).isEqualTo("Wait C9 FULL");
    }

    /** Strategy prune: every dead member goes; the original stopped after the first. */
    @Test
    void prune_ofTwoDead_removesBothOneByOne() {
        Policy prune = size(7, JoinStrategy.PRUNE);

        assertThat(cluster(Scene.of(7).silent(6, Scene.LONG).silent(7, Scene.LONG), prune))
                .isEqualTo("RemoveMember 6 C6 DEAD");
        assertThat(cluster(Scene.of(6).silent(6, Scene.LONG), prune)).isEqualTo("RemoveMember 6 C6 DEAD");
    }

    /** Its quorum check did not count voters that had not started; two joiners could delete each other's entry. */
    @Test
    void unstartedVoter_ofAnotherJoiner_isWaitedFor() {
        Scene scene = Scene.of(2).unstarted(3, Role.VOTER, Scene.SHORT).candidate(4);

        assertThat(cluster(scene, size(5, JoinStrategy.REPLACE))).isEqualTo("Wait C2 NOT_STARTED");
    }
}
