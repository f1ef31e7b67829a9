package io.bellwether.etcd.core;

import io.bellwether.etcd.core.MemberList.Confirmation;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Rendezvous.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a cluster of three forms among four machines: machines and disks fail at any moment, also between the parts of a
 * step, discovery loses all it knows, and every machine acts on what was true before the last change.
 */
final class FormationModel {

    /** What only the checker knows: a founder wrote data under this list of founders, or under an earlier one. */
    enum Trace {
        NEVER,
        UNDER_THIS_LIST,
        UNDER_AN_EARLIER_LIST
    }

    enum Disk {
        EMPTY,
        DATA
    }

    enum Promise {
        NONE,
        FOUNDING,
        BELONGING
    }

    /**
     * One machine.
     *
     * @param life counts the lives of its disk and state
     * @param seat the life for which it has a seat; -1: none
     * @param begun whether discovery has it among those that may have begun
     * @param known whether discovery has heard from it since it last lost everything
     */
    record Machine(
            boolean on,
            boolean running,
            Disk disk,
            Promise promise,
            boolean formedSeen,
            int life,
            int seat,
            boolean begun,
            boolean known,
            Trace trace) {

        static final Machine NEW =
                new Machine(true, false, Disk.EMPTY, Promise.NONE, false, 0, -1, false, true, Trace.NEVER);

        Machine off() {
            return new Machine(false, false, disk, promise, formedSeen, life, seat, begun, known, trace);
        }

        Machine onAgain() {
            return new Machine(true, running, disk, promise, formedSeen, life, seat, begun, true, trace);
        }

        Machine runs(boolean now) {
            return new Machine(on, now, disk, promise, formedSeen, life, seat, begun, known, trace);
        }

        Machine wiped() {
            return new Machine(on, false, Disk.EMPTY, promise, formedSeen, life, seat, begun, known, trace);
        }

        Machine replaced() {
            return new Machine(on, false, Disk.EMPTY, Promise.NONE, false, life + 1, seat, begun, known, trace);
        }

        Machine promises(Promise now) {
            return new Machine(on, running, disk, now, formedSeen, life, seat, begun, known, trace);
        }

        Machine seesFormed() {
            return new Machine(on, running, disk, Promise.BELONGING, true, life, seat, begun, known, trace);
        }

        Machine begins() {
            return new Machine(on, running, disk, promise, formedSeen, life, seat, true, known, trace);
        }

        Machine seated(boolean has) {
            Trace then = trace == Trace.NEVER ? Trace.NEVER : Trace.UNDER_AN_EARLIER_LIST;
            return new Machine(on, running, disk, promise, formedSeen, life, has ? life : -1, false, known, then);
        }

        Machine forgotten() {
            Trace then = trace == Trace.NEVER ? Trace.NEVER : Trace.UNDER_AN_EARLIER_LIST;
            return new Machine(on, running, disk, promise, formedSeen, life, -1, false, on, then);
        }

        Machine writes() {
            return new Machine(
                    true,
                    true,
                    Disk.DATA,
                    Promise.FOUNDING,
                    formedSeen,
                    life,
                    seat,
                    true,
                    known,
                    Trace.UNDER_THIS_LIST);
        }

        boolean founds() {
            return on && running && trace == Trace.UNDER_THIS_LIST;
        }
    }

    enum Phase {
        UNCLAIMED,
        AGREED,
        FORMED
    }

    /** How many clusters have been at work, as only the checker knows: under the founders agreed on, and before. */
    enum Worked {
        NONE,
        THIS,
        EARLIER
    }

    record State(List<Machine> machines, Phase phase, Worked worked, int faults) {

        State {
            machines = List.copyOf(machines);
            if (machines.stream().filter(Machine::founds).count() >= 2) {
                if (worked == Worked.EARLIER) {
                    throw new IllegalStateException("a second cluster is at work: " + machines);
                }
                worked = Worked.THIS;
            }
        }

        State with(int index, Machine machine) {
            List<Machine> changed = new ArrayList<>(machines);
            changed.set(index, machine);
            return new State(changed, phase, worked, faults);
        }

        State withPhase(Phase other) {
            return new State(machines, other, worked, faults);
        }

        State afterFault() {
            return new State(machines, phase, worked, faults + 1);
        }

        /** Another list of founders, or none. */
        State anew(List<Machine> others, Phase other) {
            return new State(others, other, worked == Worked.NONE ? Worked.NONE : Worked.EARLIER, faults);
        }

        boolean works() {
            return machines.stream().filter(Machine::founds).count() >= 2;
        }

        /** What discovery compares when it is asked to change what was agreed. */
        String record() {
            return phase
                    + machines.stream()
                            .map(each -> each.seat() + "/" + each.begun())
                            .collect(Collectors.joining(","));
        }
    }

    static final State START =
            new State(List.of(Machine.NEW, Machine.NEW, Machine.NEW, Machine.NEW), Phase.UNCLAIMED, Worked.NONE, 0);

    private static final int SIZE = 3;
    private static final ClusterId CLUSTER = new ClusterId(5);

    private final MembershipModel.Rules rules;
    private final int faultLimit;

    FormationModel(MembershipModel.Rules rules, int faultLimit) {
        this.rules = rules;
        this.faultLimit = faultLimit;
    }

    /** All that can follow by one change, or by one change and a step decided before it. */
    List<State> successors(State state) {
        List<State> changes = new ArrayList<>();
        faults(state, changes);
        repairs(state, changes);
        List<Optional<Plan>> plans = IntStream.range(0, state.machines().size())
                .mapToObj(index -> decide(state, index))
                .toList();
        for (int index = 0; index < plans.size(); index++) {
            take(plans.get(index), index, state, state, changes);
        }
        List<State> all = new ArrayList<>(changes);
        for (State change : changes) {
            for (int index = 0; index < plans.size(); index++) {
                take(plans.get(index), index, state, change, all);
            }
        }
        return all;
    }

    private void faults(State state, List<State> next) {
        if (state.faults() >= faultLimit) {
            return;
        }
        for (int index = 0; index < state.machines().size(); index++) {
            Machine machine = state.machines().get(index);
            if (machine.on()) {
                next.add(state.with(index, machine.off()).afterFault());
            } else if (machine.disk() == Disk.DATA || machine.promise() != Promise.NONE) {
                next.add(state.with(index, machine.wiped()).afterFault());
                next.add(state.with(index, machine.replaced()).afterFault());
            }
        }
        List<Machine> forgotten =
                state.machines().stream().map(Machine::forgotten).toList();
        next.add(state.anew(forgotten, Phase.UNCLAIMED).afterFault());
    }

    private static void repairs(State state, List<State> next) {
        for (int index = 0; index < state.machines().size(); index++) {
            Machine machine = state.machines().get(index);
            if (!machine.on()) {
                next.add(state.with(index, machine.onAgain()));
            } else if (machine.founds() && state.works() && !machine.formedSeen()) {
                next.add(state.with(index, machine.seesFormed()));
            }
        }
    }

    private Optional<Plan> decide(State state, int index) {
        if (!state.machines().get(index).on()) {
            return Optional.empty();
        }
        NodeView view = view(state, index);
        Plan plan = rules.node(view);
        return plan instanceof Plan.Wait || plan instanceof Plan.Refuse || !rules.agrees(view, plan)
                ? Optional.empty()
                : Optional.of(plan);
    }

    private static void take(Optional<Plan> plan, int index, State seen, State now, List<State> next) {
        Machine machine = now.machines().get(index);
        if (plan.isEmpty() || !machine.on()) {
            return;
        }
        switch (plan.get()) {
            case Plan.ProposeFounders propose -> propose(propose, seen, now, next);
            case Plan.Bootstrap bootstrap -> bootstrap(index, seen, now, next);
            case Plan.LatchFormed latch -> next.add(now.withPhase(Phase.FORMED));
            case Plan.Resume resume -> {
                if (machine.disk() == Disk.DATA) {
                    next.add(now.with(index, machine.runs(true)));
                }
            }
            default -> {}
        }
    }

    /** Discovery takes a proposal only while what was agreed is what the proposer had seen. */
    private static void propose(Plan.ProposeFounders propose, State seen, State now, List<State> next) {
        if (!seen.record().equals(now.record()) || now.phase() == Phase.FORMED) {
            return;
        }
        Set<String> chosen =
                propose.founders().stream().map(each -> each.node().value()).collect(Collectors.toSet());
        List<Machine> seated = new ArrayList<>();
        for (int index = 0; index < now.machines().size(); index++) {
            seated.add(now.machines().get(index).seated(chosen.contains("node" + index)));
        }
        next.add(now.anew(seated, Phase.AGREED));
    }

    /** Says in discovery that it begins, writes that down, starts: it may be cut off after each. */
    private static void bootstrap(int index, State seen, State now, List<State> next) {
        Machine machine = now.machines().get(index);
        if (!seen.record().equals(now.record()) || machine.disk() == Disk.DATA || machine.running()) {
            return;
        }
        if (machine.trace() == Trace.UNDER_THIS_LIST) {
            throw new IllegalStateException("a founder began again with its data gone: " + now);
        }
        next.add(now.with(index, machine.begins().off()));
        next.add(now.with(index, machine.begins().promises(Promise.FOUNDING).off()));
        next.add(now.with(index, machine.writes()));
    }

    private static NodeView view(State state, int index) {
        Machine machine = state.machines().get(index);
        return new NodeView(
                new NodeId("node" + index),
                life(machine),
                "n" + index,
                urls(index),
                past(machine, index),
                machine.formedSeen(),
                machine.disk() == Disk.DATA ? new DataState.Present() : new DataState.Empty(),
                machine.running() ? new ProcessState.Running() : new ProcessState.Stopped(Optional.empty(), 0),
                formation(state),
                state.works() ? Optional.of(list(state)) : Optional.empty(),
                new Rendezvous(Reach.HEARD, registrations(state)));
    }

    private static Incarnation life(Machine machine) {
        return new Incarnation("incarnation-" + machine.life());
    }

    private static List<String> urls(int index) {
        return List.of("http://node" + index + ":2380");
    }

    private static Past past(Machine machine, int index) {
        return switch (machine.promise()) {
            case NONE -> new Past.None();
            case FOUNDING -> new Past.Founding();
            case BELONGING -> new Past.Belonging(CLUSTER, new MemberId(index + 1L));
        };
    }

    private static Formation formation(State state) {
        return switch (state.phase()) {
            case UNCLAIMED -> new Formation.Unclaimed(SIZE);
            case FORMED -> new Formation.Formed(SIZE, CLUSTER);
            case AGREED -> new Formation.Agreed(SIZE, seats(state), begun(state));
        };
    }

    private static List<Seat> seats(State state) {
        return IntStream.range(0, state.machines().size())
                .filter(index -> state.machines().get(index).seat() >= 0)
                .mapToObj(index -> new Seat(
                        new NodeId("node" + index),
                        new Incarnation(
                                "incarnation-" + state.machines().get(index).seat()),
                        new Founder("m" + index, urls(index))))
                .toList();
    }

    private static Set<NodeId> begun(State state) {
        Set<NodeId> begun = new TreeSet<>();
        for (int index = 0; index < state.machines().size(); index++) {
            if (state.machines().get(index).begun()) {
                begun.add(new NodeId("node" + index));
            }
        }
        return begun;
    }

    private static MemberList list(State state) {
        List<Member> members = IntStream.range(0, state.machines().size())
                .filter(index -> state.machines().get(index).seat() >= 0)
                .mapToObj(index ->
                        new Member(new MemberId(index + 1L), "m" + index, urls(index), List.of(), Member.Role.VOTER))
                .toList();
        return new MemberList(CLUSTER, members, Confirmation.QUORUM);
    }

    private static List<Registration> registrations(State state) {
        return IntStream.range(0, state.machines().size())
                .filter(index -> state.machines().get(index).known())
                .mapToObj(index -> registration(state.machines().get(index), index))
                .toList();
    }

    private static Registration registration(Machine machine, int index) {
        boolean member = machine.disk() == Disk.DATA || machine.formedSeen();
        Standing standing =
                member ? Standing.MEMBER : machine.promise() == Promise.NONE ? Standing.CANDIDATE : Standing.STARTING;
        return new Registration(
                new NodeId("node" + index),
                life(machine),
                "n" + index,
                urls(index),
                "",
                0,
                standing,
                Wish.NONE,
                Optional.empty(),
                Optional.empty(),
                index,
                machine.on() ? Duration.ZERO : Duration.ofHours(1));
    }
}
