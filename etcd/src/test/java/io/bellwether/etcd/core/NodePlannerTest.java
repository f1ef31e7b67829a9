package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Member.Role;
import io.bellwether.etcd.core.MemberList.Confirmation;
import io.bellwether.etcd.core.ProcessState.Exit;
import io.bellwether.etcd.core.ProcessState.Exit.Wrote;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Rendezvous.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules about a node, one case a line. The node is number 1, and so on; checks G-C2 and G-C4. */
final class NodePlannerTest {

    static final NodePlanner PLANNER = new NodePlanner(Timers.of(Duration.ofSeconds(1)));
    static final ClusterId CLUSTER = new ClusterId(7);
    static final Past BELONGING = new Past.Belonging(CLUSTER, Scene.id(1));
    static final DataState DATA = new DataState.Present();
    static final DataState EMPTY = new DataState.Empty();
    private static final ProcessState IDLE = new ProcessState.Stopped(Optional.empty(), 0);
    static final Formation FORMED = new Formation.Formed(3, CLUSTER);
    static final Formation UNCLAIMED = new Formation.Unclaimed(3);
    static final Formation UNKNOWN = new Formation.Unknown();

    /** A view, changed field by field. */
    record Look(NodeView view) {

        static Look at(DataState data, Past past, Formation formation) {
            return new Look(new NodeView(
                    node(1),
                    life(1),
                    "n1",
                    Scene.url(1),
                    past,
                    false,
                    data,
                    IDLE,
                    formation,
                    Optional.empty(),
                    new Rendezvous(Reach.HEARD, List.of(candidate(1)))));
        }

        Look process(ProcessState process) {
            return new Look(new NodeView(
                    view.self(),
                    view.incarnation(),
                    view.name(),
                    view.peerUrls(),
                    view.past(),
                    view.formedSeen(),
                    view.data(),
                    process,
                    view.formation(),
                    view.cluster(),
                    view.rendezvous()));
        }

        Look ended(ExitKind kind, Wrote wrote, int fruitless) {
            return process(new ProcessState.Stopped(Optional.of(new Exit(kind, wrote)), fruitless));
        }

        Look cluster(Confirmation confirmation, Member... members) {
            return new Look(new NodeView(
                    view.self(),
                    view.incarnation(),
                    view.name(),
                    view.peerUrls(),
                    view.past(),
                    view.formedSeen(),
                    view.data(),
                    view.process(),
                    view.formation(),
                    Optional.of(new MemberList(CLUSTER, List.of(members), confirmation)),
                    view.rendezvous()));
        }

        Look cluster(Member... members) {
            return cluster(Confirmation.QUORUM, members);
        }

        Look nodes(Registration... others) {
            List<Registration> all = new ArrayList<>(List.of(others));
            if (all.stream().noneMatch(each -> each.node().equals(node(1)))) {
                all.add(candidate(1));
            }
            return new Look(new NodeView(
                    view.self(),
                    view.incarnation(),
                    view.name(),
                    view.peerUrls(),
                    view.past(),
                    view.formedSeen(),
                    view.data(),
                    view.process(),
                    view.formation(),
                    view.cluster(),
                    new Rendezvous(Reach.HEARD, all)));
        }

        Look formedSeen() {
            return new Look(new NodeView(
                    view.self(),
                    view.incarnation(),
                    view.name(),
                    view.peerUrls(),
                    view.past(),
                    true,
                    view.data(),
                    view.process(),
                    view.formation(),
                    view.cluster(),
                    view.rendezvous()));
        }
    }

    static NodeId node(int number) {
        return new NodeId("node-" + number);
    }

    private static Incarnation life(int number) {
        return new Incarnation("incarnation-" + number);
    }

    private static Registration node(
            int number, String name, Standing standing, Optional<MemberId> lost, Duration age) {
        Optional<MemberId> member = standing == Standing.MEMBER ? Optional.of(Scene.id(number)) : Optional.empty();
        return new Registration(
                node(number),
                life(number),
                name,
                Scene.url(number),
                "",
                0,
                standing,
                Wish.NONE,
                member,
                lost,
                number,
                age);
    }

    static Registration candidate(int number) {
        return node(number, "n" + number, Standing.CANDIDATE, Optional.empty(), Duration.ZERO);
    }

    private static Registration stale(int number) {
        return node(number, "n" + number, Standing.CANDIDATE, Optional.empty(), Duration.ofHours(1));
    }

    static Registration member(int number) {
        return node(number, "n" + number, Standing.MEMBER, Optional.empty(), Duration.ZERO);
    }

    static Member voter(int number) {
        return new Member(Scene.id(number), "m" + number, Scene.url(number), List.of(), Role.VOTER);
    }

    static Member place(int number) {
        return new Member(Scene.id(number), "", Scene.url(number), List.of(), Role.LEARNER);
    }

    static Formation agreed(Set<NodeId> begun, int... seats) {
        List<Seat> chosen = new ArrayList<>();
        for (int seat : seats) {
            chosen.add(Seat.of(candidate(seat)));
        }
        return new Formation.Agreed(3, chosen, begun);
    }

    static String told(Plan plan) {
        return plan.getClass().getSimpleName() + " " + plan.reason().rule() + " "
                + plan.reason().cause();
    }

    private static Arguments row(String what, Look look, String expected) {
        return Arguments.of(what, look.view(), expected);
    }

    static Stream<Arguments> rules() {
        return Stream.of(processRows(), dataRows(), joinRows(), foundRows()).flatMap(rows -> rows);
    }

    /** For an hour, of which it was without a sign of life for so long. */
    private static ProcessState starting(Duration lifeless) {
        return new ProcessState.Starting(Duration.ofHours(1), lifeless);
    }

    private static Stream<Arguments> processRows() {
        Look running = Look.at(DATA, BELONGING, FORMED).process(new ProcessState.Running());
        return Stream.of(
                row("starting", running.process(starting(Duration.ZERO)), "Wait N1 STARTING"),
                row("starting, quiet", running.process(starting(Duration.ofMinutes(4))), "Wait N1 STARTING"),
                row("lifeless", running.process(starting(Duration.ofMinutes(5))), "StopMember N7 UNRESPONSIVE"),
                row("running", running.cluster(voter(1)), "Wait N1 RUNNING"),
                row("running alone", running, "Wait N1 RUNNING"),
                row(
                        "seen at work",
                        Look.at(DATA, BELONGING, agreed(Set.of(node(1)), 1, 2, 3))
                                .process(new ProcessState.Running())
                                .cluster(voter(1)),
                        "LatchFormed N8 FORMED"),
                row(
                        "silent",
                        running.process(new ProcessState.Unresponsive(Duration.ofSeconds(3))),
                        "Wait N7 UNRESPONSIVE"),
                row(
                        "hung",
                        running.process(new ProcessState.Unresponsive(Duration.ofSeconds(12))),
                        "StopMember N7 UNRESPONSIVE"),
                row(
                        "moved",
                        running.cluster(new Member(Scene.id(1), "m1", Scene.url(9), List.of(), Role.VOTER)),
                        "Wait N9 MOVED"));
    }

    private static Stream<Arguments> dataRows() {
        Look data = Look.at(DATA, BELONGING, FORMED);
        return Stream.of(
                row("data, nobody else", Look.at(DATA, BELONGING, UNKNOWN), "Resume N1 DATA_PRESENT"),
                row("data of a founder", Look.at(DATA, new Past.Founding(), UNCLAIMED), "Resume N1 DATA_PRESENT"),
                row("listed", data.cluster(voter(1), voter(2)), "Resume N1 DATA_PRESENT"),
                row("not listed", data.cluster(voter(2), voter(3)), "MoveDataAside N2 REMOVED"),
                row("not in an old list", data.cluster(Confirmation.LOCAL, voter(2)), "Resume N1 DATA_PRESENT"),
                row("was told", data.ended(ExitKind.REMOVED, Wrote.MAYBE, 1), "MoveDataAside N2 REMOVED"),
                row(
                        "was told, listed",
                        data.ended(ExitKind.REMOVED, Wrote.MAYBE, 1).cluster(voter(1), voter(2)),
                        "Resume N1 DATA_PRESENT"),
                row("killed", data.ended(ExitKind.KILLED, Wrote.MAYBE, 1), "Resume N1 DATA_PRESENT"),
                row("five times in vain", data.ended(ExitKind.UNKNOWN, Wrote.MAYBE, 5), "Refuse N6 CRASH_LOOP"),
                row("bad flags", data.ended(ExitKind.BAD_CONFIGURATION, Wrote.MAYBE, 1), "Refuse N6 BAD_CONFIGURATION"),
                row("damaged, alone", data.ended(ExitKind.DAMAGED, Wrote.MAYBE, 1), "Refuse N6 DATA_DAMAGED"),
                row(
                        "damaged",
                        data.ended(ExitKind.DAMAGED, Wrote.MAYBE, 1).cluster(voter(1), voter(2)),
                        "DeclareLost N6 DATA_DAMAGED"),
                row(
                        "damaged before it knew itself",
                        Look.at(DATA, new Past.Founding(), FORMED)
                                .ended(ExitKind.DAMAGED, Wrote.MAYBE, 1)
                                .cluster(voter(1), voter(2)),
                        "DeclareLost N6 DATA_DAMAGED"),
                row(
                        "damaged before it knew itself, said so",
                        damagedFounder().cluster(voter(1), voter(2), voter(3)),
                        "Wait N6 DATA_DAMAGED"),
                row(
                        "damaged before it knew itself, removed",
                        damagedFounder().cluster(voter(2), voter(3)),
                        "MoveDataAside N2 REMOVED"),
                row(
                        "damaged before it knew itself, a place for its successor",
                        damagedFounder().cluster(voter(2), voter(3), successor()),
                        "MoveDataAside N2 REMOVED"),
                row(
                        "went back in time, said so",
                        data.ended(ExitKind.AMNESIA, Wrote.MAYBE, 1)
                                .cluster(voter(1), voter(2))
                                .nodes(node(1, "n1", Standing.QUARANTINED, Optional.of(Scene.id(1)), Duration.ZERO)),
                        "Wait N6 DATA_DAMAGED"),
                row(
                        "declared lost, by an earlier supervisor",
                        data.cluster(voter(1), voter(2)).nodes(declaredLost()),
                        "Wait N6 DATA_DAMAGED"),
                row("declared lost, no quorum", data.nodes(declaredLost()), "Wait N6 DATA_DAMAGED"),
                row(
                        "another identity was declared lost",
                        Look.at(DATA, new Past.Joining(Scene.id(9)), FORMED)
                                .cluster(voter(2), voter(3), successor())
                                .nodes(declaredLost()),
                        "Resume N1 DATA_PRESENT"),
                row(
                        "declared lost, removed",
                        data.cluster(voter(2), voter(3)).nodes(declaredLost()),
                        "MoveDataAside N2 REMOVED"),
                row(
                        "another cluster",
                        Look.at(DATA, new Past.Belonging(new ClusterId(8), Scene.id(1)), FORMED),
                        "Refuse N3 FOREIGN_DATA"),
                row("foreign", Look.at(new DataState.Foreign("of n9"), BELONGING, FORMED), "Refuse N3 FOREIGN_DATA"),
                row(
                        "too old",
                        Look.at(new DataState.TooOld("3.4 to 3.6"), BELONGING, FORMED),
                        "Refuse N3 VERSION_SKIPPED"),
                row("locked", Look.at(new DataState.Locked(), BELONGING, FORMED), "Refuse N3 DATA_LOCKED"));
    }

    /** Ended before a quorum told it who it was, and has declared its member lost. */
    private static Look damagedFounder() {
        return Look.at(DATA, new Past.Founding(), FORMED)
                .ended(ExitKind.DAMAGED, Wrote.MAYBE, 1)
                .nodes(declaredLost());
    }

    private static Registration declaredLost() {
        return node(1, "n1", Standing.CANDIDATE, Optional.of(Scene.id(1)), Duration.ZERO);
    }

    /** Another identity at the address of number 1. */
    private static Member successor() {
        return new Member(Scene.id(9), "", Scene.url(1), List.of(), Role.LEARNER);
    }

    private static Stream<Arguments> joinRows() {
        Look empty = Look.at(EMPTY, new Past.None(), FORMED);
        return Stream.of(
                row("new, cluster at work", empty.cluster(voter(2), voter(3)), "Wait N4 WAITING_FOR_PLACE"),
                row("new, nobody answers", empty, "Wait N4 CLUSTER_EXISTS"),
                row("new, list not confirmed", empty.cluster(Confirmation.LOCAL, voter(2)), "Wait N4 CLUSTER_EXISTS"),
                row("place held", empty.cluster(voter(2), place(1)), "StartMember N4 PLACE_HELD"),
                row(
                        "place held, leftovers",
                        Look.at(new DataState.Leftovers(), new Past.None(), FORMED)
                                .cluster(voter(2), place(1)),
                        "MoveDataAside N2 LEFTOVERS"),
                row("wiped", Look.at(EMPTY, BELONGING, FORMED).cluster(voter(1), voter(2)), "DeclareLost N5 DATA_LOST"),
                row("wiped with its state", empty.cluster(voter(1), voter(2)), "DeclareLost N5 DATA_LOST"),
                row(
                        "wiped founder",
                        Look.at(EMPTY, new Past.Founding(), FORMED).cluster(voter(1), voter(2)),
                        "DeclareLost N5 DATA_LOST"),
                row(
                        "wiped, replaced meanwhile",
                        Look.at(EMPTY, BELONGING, FORMED).cluster(voter(2)),
                        "MoveDataAside N2 LEFTOVERS"),
                row("wiped, no quorum", Look.at(EMPTY, BELONGING, FORMED), "Wait N4 CLUSTER_EXISTS"),
                row(
                        "joining, cut off",
                        Look.at(EMPTY, new Past.Joining(Scene.id(1)), FORMED).cluster(voter(2), place(1)),
                        "DeclareLost N5 DATA_LOST"),
                row(
                        "joining, wrote nothing",
                        Look.at(EMPTY, new Past.Joining(Scene.id(1)), FORMED)
                                .ended(ExitKind.LIST_CHANGED, Wrote.NOTHING, 1)
                                .cluster(voter(2), place(1)),
                        "StartMember N4 PLACE_HELD"),
                row(
                        "name taken by a member",
                        empty.cluster(voter(2)).nodes(node(2, "n1", Standing.MEMBER, Optional.empty(), Duration.ZERO)),
                        "Refuse N3 NAME_TAKEN"),
                row(
                        "name taken later",
                        empty.cluster(voter(2))
                                .nodes(node(2, "n1", Standing.CANDIDATE, Optional.empty(), Duration.ZERO)),
                        "Wait N4 WAITING_FOR_PLACE"));
    }

    private static Stream<Arguments> foundRows() {
        Look empty = Look.at(EMPTY, new Past.None(), UNCLAIMED);
        Look seated = Look.at(EMPTY, new Past.None(), agreed(Set.of(), 1, 2, 3)).nodes(candidate(2), candidate(3));
        return Stream.of(
                row("alone", empty, "Wait N8 FOUNDERS_MISSING"),
                row("discovery silent", Look.at(EMPTY, new Past.None(), UNKNOWN), "Wait N4 DISCOVERY_SILENT"),
                row("three", empty.nodes(candidate(2), candidate(3)), "ProposeFounders N8 FOUNDERS_PRESENT"),
                row("two and one long gone", empty.nodes(candidate(2), stale(3)), "Wait N8 FOUNDERS_MISSING"),
                row("a member reports", empty.nodes(candidate(2), candidate(3), member(4)), "Wait N4 CLUSTER_EXISTS"),
                row(
                        "has seen it formed",
                        empty.nodes(candidate(2), candidate(3)).formedSeen(),
                        "Wait N4 CLUSTER_EXISTS"),
                row("seated", seated, "Bootstrap N8 FOUNDER"),
                row(
                        "not seated",
                        Look.at(EMPTY, new Past.None(), agreed(Set.of(), 2, 3, 4))
                                .nodes(candidate(2), candidate(3), candidate(4)),
                        "Wait N4 CLUSTER_EXISTS"),
                row(
                        "a founder has gone before anyone began",
                        Look.at(EMPTY, new Past.None(), agreed(Set.of(), 1, 2, 3))
                                .nodes(candidate(2), stale(3), candidate(4)),
                        "ProposeFounders N8 FOUNDERS_PRESENT"),
                row(
                        "a founder has gone after one began",
                        Look.at(EMPTY, new Past.None(), agreed(Set.of(node(2)), 1, 2, 3))
                                .nodes(candidate(2), stale(3), candidate(4)),
                        "Bootstrap N8 FOUNDER"),
                row(
                        "had begun",
                        Look.at(EMPTY, new Past.Founding(), agreed(Set.of(node(1)), 1, 2, 3)),
                        "Wait N4 FOUNDING_INTERRUPTED"),
                row(
                        "had begun, wrote nothing",
                        Look.at(EMPTY, new Past.Founding(), agreed(Set.of(node(1)), 1, 2, 3))
                                .ended(ExitKind.PORT_IN_USE, Wrote.NOTHING, 1),
                        "Bootstrap N8 FOUNDER"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void rule_inView_decides(String what, NodeView view, String expected) {
        assertThat(told(PLANNER.plan(view))).as(what).isEqualTo(expected);
    }

    /** The guard is no obstacle to what is right. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void guard_ofWhatIsPlanned_agrees(String what, NodeView view, String expected) {
        assertThat(new DataGuard().check(view, PLANNER.plan(view))).as(what).isEqualTo(new Verdict.Agreed());
    }

    @Test
    void startMember_namesEachMemberByItsAddress() {
        NodeView view = Look.at(EMPTY, new Past.None(), FORMED)
                .cluster(voter(2), place(1))
                .view();

        assertThat(PLANNER.plan(view))
                .isInstanceOfSatisfying(
                        Plan.StartMember.class,
                        start -> assertThat(start.members())
                                .containsExactly(
                                        new Founder("m2", Scene.url(2)), new Founder("n1-incarnat", Scene.url(1))));
    }

    @Test
    void founders_areTheFirstThatRegistered() {
        NodeView view = Look.at(EMPTY, new Past.None(), UNCLAIMED)
                .nodes(candidate(5), candidate(4), candidate(3), candidate(2))
                .view();

        assertThat(PLANNER.plan(view))
                .isInstanceOfSatisfying(
                        Plan.ProposeFounders.class,
                        propose -> assertThat(propose.founders())
                                .extracting(Registration::name)
                                .containsExactly("n1", "n2", "n3"));
    }
}
