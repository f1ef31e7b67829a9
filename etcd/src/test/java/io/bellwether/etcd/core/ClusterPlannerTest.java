package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Evidence.Progress;
import io.bellwether.etcd.core.Member.Role;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.core.Registration.Wish;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules about membership, one case a line: the scene, what is wanted, and the step with its rule and cause. */
final class ClusterPlannerTest {

    private static final Timers TIMERS = Timers.of(Duration.ofSeconds(1));
    private static final Progress BEHIND = new Progress(5_000, Duration.ZERO, Duration.ZERO);
    private static final Progress STALLED = new Progress(5_000, Duration.ZERO, Duration.ofMinutes(2));
    private static final Progress JUST_CAUGHT_UP = new Progress(3, Duration.ofMillis(200), Duration.ZERO);
    private static final Duration LONG = Scene.LONG;
    private static final Duration SHORT = Scene.SHORT;

    private static Policy size(int size) {
        return Policy.of(size, TIMERS);
    }

    /** {@code RemoveMember 3 C5 DEAD}. */
    static String told(Plan plan) {
        String whom = switch (plan) {
            case Plan.AddLearner add -> " " + add.node();
            case Plan.PromoteLearner promote -> " " + promote.member();
            case Plan.RemoveMember remove -> " " + remove.member();
            case Plan.UpdateMember update -> " " + update.member() + " to " + update.peerUrls();
            case Plan.MoveLeader move -> " " + move.to();
            case Plan.GrantRestart restart -> " " + restart.member();
            default -> "";
        };
        return plan.getClass().getSimpleName() + whom + " " + plan.reason().rule() + " "
                + plan.reason().cause();
    }

    private static Arguments row(String what, Scene scene, Policy policy, String expected) {
        return Arguments.of(what, scene, policy, expected);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                        quorumRows(),
                        learnerRows(),
                        deadRows(),
                        growthRows(),
                        shrinkRows(),
                        standbyRows(),
                        upkeepRows())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> quorumRows() {
        History unsure = new History(Optional.of("remove 3"), 0, LONG, LONG, LONG);
        return Stream.of(
                row("no quorum", Scene.of(3).noQuorum(SHORT), size(3), "Wait C0 NO_QUORUM"),
                row("no quorum for long", Scene.of(3).noQuorum(LONG), size(3), "SaveSnapshot C0 NO_QUORUM"),
                row("unsure of a step", Scene.of(3).history(unsure), size(3), "Wait C1 STEP_NOT_CONFIRMED"),
                row("own copy of the list", Scene.of(3).unconfirmedList(), size(3), "Wait C1 LIST_NOT_CONFIRMED"),
                row(
                        "paused",
                        Scene.of(3).silent(3, LONG).candidate(4),
                        size(3).with(SwitchedOn.PAUSED),
                        "Wait C1 PAUSED"),
                row("beside another", Scene.of(3).leader(2), size(3), "Wait C1 NOT_BESIDE_LEADER"),
                row(
                        "prepared",
                        Scene.of(3).silent(3, LONG).candidate(4),
                        size(3).with(JoinStrategy.PREPARED),
                        "Wait C1 PREPARED"),
                row("all well", Scene.of(3), size(3), "Wait C7 HEALTHY"));
    }

    private static Stream<Arguments> learnerRows() {
        return Stream.of(
                row("manual voter, young", Scene.of(3).unstarted(4, Role.VOTER, SHORT), size(5), "Wait C2 NOT_STARTED"),
                row(
                        "manual voter, old",
                        Scene.of(3).unstarted(4, Role.VOTER, LONG),
                        size(5),
                        "RemoveMember 4 C2 NOT_STARTED"),
                row(
                        "manual voter, old, strategy add",
                        Scene.of(3).unstarted(4, Role.VOTER, LONG),
                        size(5).with(JoinStrategy.ADD),
                        "Wait C6 STRATEGY_KEEPS_DEAD"),
                row("learner stalls", Scene.of(3).learner(4, STALLED), size(5), "RemoveMember 4 C3 LEARNER_STALLED"),
                row(
                        "learner never starts",
                        Scene.of(3).unstarted(4, Role.LEARNER, LONG),
                        size(5),
                        "RemoveMember 4 C3 LEARNER_STALLED"),
                row("learner wiped", Scene.of(3).learner(4).lost(4), size(5), "RemoveMember 4 C3 LEARNER_STALLED"),
                row("learner moved", Scene.of(3).learner(4).moved(4), size(5), "RemoveMember 4 C3 LEARNER_STALLED"),
                row("learner behind", Scene.of(3).learner(4, BEHIND), size(5), "Wait C4 LEARNER_CATCHING_UP"),
                row("learner new", Scene.of(3).learner(4, JUST_CAUGHT_UP), size(5), "Wait C4 LEARNER_CATCHING_UP"),
                row("learner ready", Scene.of(3).learner(4), size(5), "PromoteLearner 4 C4 LEARNER_READY"),
                row("learner ready, full", Scene.of(3).learner(4), size(3), "Wait C7 HEALTHY"),
                row("one and a learner", Scene.of(1).learner(2), size(3), "Wait C4 THIRD_NODE_MISSING"),
                row(
                        "one, a learner, a third",
                        Scene.of(1).learner(2).candidate(3),
                        size(3),
                        "PromoteLearner 2 C4 LEARNER_READY"));
    }

    private static Stream<Arguments> deadRows() {
        History busy = new History(Optional.empty(), 3, LONG, LONG, LONG);
        return Stream.of(
                row("silent a moment", Scene.of(3).silent(3, SHORT).candidate(4), size(3), "Wait C5 SUSPECT"),
                row("dead, nobody", Scene.of(3).silent(3, LONG), size(3), "Wait C5 NO_CANDIDATE"),
                row("dead, candidate", Scene.of(3).silent(3, LONG).candidate(4), size(3), "RemoveMember 3 C5 DEAD"),
                row(
                        "dead, old candidate",
                        Scene.of(3).silent(3, LONG).candidate(4, LONG),
                        size(3),
                        "Wait C5 NO_CANDIDATE"),
                row(
                        "dead, strategy add",
                        dead().candidate(4),
                        size(3).with(JoinStrategy.ADD),
                        "Wait C6 STRATEGY_KEEPS_DEAD"),
                row("dead, standby", Scene.of(3).silent(3, LONG).learner(4), size(3), "RemoveMember 3 C5 DEAD"),
                row("after it", Scene.of(2).learner(4), size(3), "PromoteLearner 4 C4 LEARNER_READY"),
                row(
                        "dead of five, standby",
                        Scene.of(5).silent(5, LONG).learner(6),
                        size(5),
                        "PromoteLearner 6 C4 LEARNER_READY"),
                row("dead of six, replaced", Scene.of(6).silent(5, LONG), size(5), "RemoveMember 5 C5 DEAD"),
                row(
                        "two dead of five",
                        Scene.of(5).silent(4, LONG).silent(5, LONG).candidate(6).candidate(7),
                        size(5),
                        "RemoveMember 4 C5 DEAD"),
                row(
                        "one of them removed",
                        withoutFourth().candidate(6).candidate(7),
                        size(5),
                        "RemoveMember 5 C5 DEAD"),
                row("wiped", Scene.of(3).lost(3), size(3), "RemoveMember 3 C5 DATA_LOST"),
                row("wiped before dead", Scene.of(5).silent(2, LONG).lost(3), size(5), "RemoveMember 3 C5 DATA_LOST"),
                row("isolated", Scene.of(3).cutOff(3, Duration.ofMinutes(2)).candidate(4), size(3), "Wait C5 ISOLATED"),
                row("isolated for ever", Scene.of(3).cutOff(3, LONG).candidate(4), size(3), "RemoveMember 3 C5 DEAD"),
                row("port answers", silentButAnswering().candidate(4), size(3), "Wait C5 SUSPECT"),
                row(
                        "discovery silent",
                        Scene.of(3).silent(3, LONG).candidate(4).discoverySilent(),
                        size(3),
                        "Wait C5 SUSPECT"),
                row(
                        "too many removals",
                        Scene.of(3).silent(3, LONG).candidate(4).history(busy),
                        size(3),
                        "Wait C5 TOO_MANY_REMOVALS"),
                row("wiped again and again", Scene.of(3).lost(3).history(busy), size(3), "RemoveMember 3 C5 DATA_LOST"),
                row(
                        "prune five",
                        Scene.of(5).silent(5, LONG),
                        size(5).with(JoinStrategy.PRUNE),
                        "RemoveMember 5 C6 DEAD"),
                row("prune three", dead(), size(3).with(JoinStrategy.PRUNE), "Wait C5 NO_CANDIDATE"),
                row("corrupt", Scene.of(3).corrupt(3).candidate(4), size(3), "AddLearner node-4 C7 SLOT_FREE"),
                row("corrupt, replaced", Scene.of(4).corrupt(2), size(3), "RemoveMember 2 C8 SURPLUS"));
    }

    private static Scene dead() {
        return Scene.of(3).silent(3, LONG);
    }

    private static Scene silentButAnswering() {
        return Scene.of(3).silent(3, LONG).answersProbe(3);
    }

    private static Scene withoutFourth() {
        return Scene.of(3).voter(5).silent(5, LONG);
    }

    private static Stream<Arguments> growthRows() {
        return Stream.of(
                row("three of five", Scene.of(3).candidate(4), size(5), "AddLearner node-4 C7 SLOT_FREE"),
                row("nobody ready", Scene.of(3), size(5), "Wait C7 NO_CANDIDATE"),
                row("size six is five", Scene.of(5).candidate(6), size(6).with(Standby.IDLE), "Wait C9 FULL"),
                row("one and one more", Scene.of(1).candidate(2), size(3), "Wait C7 THIRD_NODE_MISSING"),
                row(
                        "one and two more",
                        Scene.of(1).candidate(2).candidate(3),
                        size(3),
                        "AddLearner node-2 C7 SLOT_FREE"),
                row("just promoted", Scene.of(3).connectedFor(3, SHORT).candidate(4), size(5), "Wait C7 NOT_SETTLED"),
                row("one silent", Scene.of(3).silent(3, SHORT).candidate(4), size(5), "Wait C7 SUSPECT"),
                row(
                        "one silent of four, add",
                        Scene.of(4).silent(4, LONG).candidate(5),
                        size(5).with(JoinStrategy.ADD),
                        "AddLearner node-5 C7 SLOT_FREE"),
                row(
                        "one silent of three, add",
                        Scene.of(3).silent(3, LONG).candidate(4),
                        size(5).with(JoinStrategy.ADD),
                        "Wait C7 STRATEGY_KEEPS_DEAD"),
                row(
                        "missing zone first",
                        Scene.of(2)
                                .zone(1, "a")
                                .zone(2, "b")
                                .candidate(3)
                                .zone(3, "a")
                                .candidate(4)
                                .zone(4, "c"),
                        size(3),
                        "AddLearner node-4 C7 SLOT_FREE"),
                row(
                        "priority first",
                        Scene.of(2).candidate(3).candidate(4).priority(4, 1),
                        size(3),
                        "AddLearner node-4 C7 SLOT_FREE"));
    }

    private static Stream<Arguments> shrinkRows() {
        return Stream.of(
                row("five to three", Scene.of(5), size(3), "RemoveMember 5 C8 SURPLUS"),
                row("four to three", Scene.of(4), size(3), "RemoveMember 4 C8 SURPLUS"),
                row("one silent", Scene.of(5).silent(5, SHORT), size(3), "Wait C8 SUSPECT"),
                row("three to one", Scene.of(3), size(1), "Wait C8 SHRINK_UNSAFE"),
                row("two to one", Scene.of(2), size(1), "RemoveMember 2 C8 SURPLUS"),
                row("strategy add", Scene.of(5), size(3).with(JoinStrategy.ADD), "Wait C7 HEALTHY"),
                row("leader leaves", Scene.of(4).wishes(1, Wish.LEAVE), size(3), "MoveLeader 2 C8 SURPLUS"),
                row("draining leaves", Scene.of(4).wishes(2, Wish.LEAVE), size(3), "RemoveMember 2 C8 SURPLUS"),
                row(
                        "crowded zone leaves",
                        Scene.of(4).zone(1, "a").zone(2, "b").zone(3, "b").zone(4, "c"),
                        size(3),
                        "RemoveMember 3 C8 SURPLUS"));
    }

    private static Stream<Arguments> standbyRows() {
        History young = new History(Optional.empty(), 0, SHORT, LONG, LONG);
        return Stream.of(
                row("standby wanted", Scene.of(3).candidate(4), size(3), "AddLearner node-4 C9 STANDBY_WANTED"),
                row("standby not wanted", Scene.of(3).candidate(4), size(3).with(Standby.IDLE), "Wait C9 FULL"),
                row("not whole for long", Scene.of(3).candidate(4).history(young), size(3), "Wait C9 FULL"),
                row("second one waits", Scene.of(3).learner(4).candidate(5), size(3), "Wait C9 FULL"),
                row(
                        "somebody drains",
                        Scene.of(3).wishes(3, Wish.LEAVE).candidate(4),
                        size(3),
                        "AddLearner node-4 C7 SLOT_FREE"),
                row("nobody instead", Scene.of(3).wishes(3, Wish.LEAVE), size(3), "Wait C8 NO_CANDIDATE"),
                row(
                        "one that has left is no candidate",
                        Scene.of(3).candidate(4).wishes(4, Wish.LEAVE),
                        size(3),
                        "Wait C9 FULL"),
                row(
                        "one that has left replaces nobody",
                        Scene.of(3).silent(3, LONG).candidate(4).wishes(4, Wish.LEAVE),
                        size(3),
                        "Wait C5 NO_CANDIDATE"),
                row(
                        "a standby leaves",
                        Scene.of(3).learner(4).wishes(4, Wish.LEAVE),
                        size(3),
                        "RemoveMember 4 C3 DRAINING"),
                row(
                        "drained one is replaced",
                        Scene.of(3).wishes(3, Wish.LEAVE).learner(4),
                        size(3),
                        "PromoteLearner 4 C4 LEARNER_READY"));
    }

    private static Stream<Arguments> upkeepRows() {
        return Stream.of(
                row("moved", Scene.of(3).moved(3), size(3), "UpdateMember 3 to [http://10.9.9.9:2380] C10 MOVED"),
                row(
                        "moved, place free",
                        Scene.of(3).moved(3).candidate(4),
                        size(5),
                        "UpdateMember 3 to [http://10.9.9.9:2380] C10 MOVED"),
                row(
                        "restart wanted by all",
                        Scene.of(3)
                                .wishes(1, Wish.RESTART)
                                .wishes(2, Wish.RESTART)
                                .wishes(3, Wish.RESTART),
                        size(3),
                        "GrantRestart 2 C11 RESTART_WANTED"),
                row("leader last", Scene.of(3).wishes(1, Wish.RESTART), size(3), "MoveLeader 2 C11 RESTART_WANTED"),
                row(
                        "one not back yet",
                        Scene.of(3).connectedFor(2, SHORT).wishes(3, Wish.RESTART),
                        size(3),
                        "Wait C11 RESTART_WANTED"),
                row(
                        "one hangs, still connected",
                        Scene.of(3).connectedFor(2, LONG).wishes(3, Wish.RESTART),
                        size(3),
                        "Wait C11 RESTART_WANTED"),
                row(
                        "the hanging one first",
                        Scene.of(3)
                                .connectedFor(3, LONG)
                                .wishes(2, Wish.RESTART)
                                .wishes(3, Wish.RESTART),
                        size(3),
                        "GrantRestart 3 C11 RESTART_WANTED"),
                row(
                        "the silent one first",
                        Scene.of(3).cutOff(3, SHORT).wishes(2, Wish.RESTART).wishes(3, Wish.RESTART),
                        size(3),
                        "GrantRestart 3 C11 RESTART_WANTED"),
                row("no space", Scene.of(3).alarm(Alarm.NO_SPACE), size(3), "Wait C12 NO_SPACE"),
                row("corrupt alarm", Scene.of(3).alarm(Alarm.CORRUPT), size(3), "Wait C12 CORRUPT"),
                row("leader drains", Scene.of(3).wishes(1, Wish.LEAVE), size(3), "MoveLeader 2 C13 LEADER_MISPLACED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void rule_inScene_decides(String what, Scene scene, Policy policy, String expected) {
        assertThat(told(new ClusterPlanner().plan(scene.view(), policy)))
                .as(what)
                .isEqualTo(expected);
    }

    /** Whatever the planner wants to change in these scenes the guard agrees to: it is no obstacle to what is right. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void guard_ofWhatIsPlanned_agrees(String what, Scene scene, Policy policy, String expected) {
        if (new ClusterPlanner().plan(scene.view(), policy) instanceof Plan.MembershipChange change) {
            assertThat(new QuorumGuard().check(scene.view(), policy, change))
                    .as(what)
                    .isEqualTo(new Verdict.Agreed());
        }
    }

    @Test
    void supervisorBesideLeader_silent_losesLeadershipToTheFirstLiveOne() {
        Scene scene = Scene.of(3).supervisorSilent(1);

        assertThat(told(new ClusterPlanner().plan(scene.view(2), size(3))))
                .isEqualTo("MoveLeader 2 C13 LEADER_MISPLACED");
        assertThat(told(new ClusterPlanner().plan(scene.view(3), size(3)))).isEqualTo("Wait C1 NOT_BESIDE_LEADER");
    }

    @Test
    void reason_forPeople_namesRuleAndCause() {
        Plan plan = new ClusterPlanner().plan(dead().candidate(4).view(), size(3));

        assertThat(plan.reason()).hasToString("C5 DEAD: member 3 has been silent for PT1H");
    }
}
