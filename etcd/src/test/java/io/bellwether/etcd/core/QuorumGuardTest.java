package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Member.Role;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guard refuses, whoever asks: G-C5. */
final class QuorumGuardTest {

    private static final Reason ANY = new Reason(Rule.C1, Cause.HEALTHY, "asked for");
    private static final Policy THREE = Policy.of(3, Timers.of(Duration.ofSeconds(1)));

    private static Plan.MembershipChange remove(int member) {
        return new Plan.RemoveMember(Scene.id(member), ANY);
    }

    private static Plan.MembershipChange promote(int member) {
        return new Plan.PromoteLearner(Scene.id(member), ANY);
    }

    private static Plan.MembershipChange add(int member) {
        return new Plan.AddLearner(new NodeId("node-" + member), Scene.url(member), ANY);
    }

    private static Plan.MembershipChange update(int member, String url) {
        return new Plan.UpdateMember(Scene.id(member), List.of(url), ANY);
    }

    static Stream<Arguments> refused() {
        Policy five = THREE.withSize(5);
        return Stream.of(
                Arguments.of("a living voter", Scene.of(3), THREE, remove(3)),
                Arguments.of("one of three, when one is wanted", Scene.of(3), THREE.withSize(1), remove(3)),
                Arguments.of("a living one beside a dead one", Scene.of(4).silent(4, Scene.LONG), THREE, remove(3)),
                Arguments.of("the last voter", Scene.of(1), THREE, remove(1)),
                Arguments.of("somebody unknown", Scene.of(3), THREE, remove(9)),
                Arguments.of(
                        "a dead one, strategy add",
                        Scene.of(3).silent(3, Scene.LONG),
                        THREE.with(JoinStrategy.ADD),
                        remove(3)),
                Arguments.of("without a quorum", Scene.of(3).noQuorum(Scene.LONG), THREE, remove(3)),
                Arguments.of("an old list", Scene.of(3).unconfirmedList(), THREE, add(4)),
                Arguments.of(
                        "a learner beside a dead voter",
                        Scene.of(3).silent(3, Scene.LONG).learner(4),
                        five,
                        promote(4)),
                Arguments.of(
                        "a learner that never started",
                        Scene.of(3).unstarted(4, Role.LEARNER, Scene.SHORT),
                        five,
                        promote(4)),
                Arguments.of("a voter as a learner", Scene.of(3), five, promote(3)),
                Arguments.of("a second learner", Scene.of(3).learner(4), five, add(5)),
                Arguments.of("an address twice", Scene.of(3), five, add(3)),
                Arguments.of("a learner's address", Scene.of(3).learner(4), five, update(4, "http://10.9.9.9:2380")),
                Arguments.of(
                        "another's address",
                        Scene.of(3).silent(3, Scene.LONG),
                        five,
                        update(3, "http://10.0.0.1:2380")),
                Arguments.of(
                        "the address of one that is reached", Scene.of(3), five, update(3, "http://10.9.9.9:2380")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void step_thatCouldHarm_isDenied(String what, Scene scene, Policy policy, Plan.MembershipChange step) {
        assertThat(new QuorumGuard().check(scene.view(), policy, step)).as(what).isInstanceOf(Verdict.Denied.class);
    }
}
