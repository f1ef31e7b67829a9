package io.bellwether.etcd.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A small model of machines, disks, a network and etcd's membership, driven by the planners and guards as they are.
 *
 * <p>etcd is modelled without its own strict checks: what holds here does not rest on them. A supervisor acts on the
 * state before the last change, whatever that change was: a fault, a repair, or the step of another supervisor.
 */
final class MembershipModel {

    /** How the rules may be changed, to see that the checks notice. */
    interface Rules {

        /** What is decided about the membership. */
        Plan cluster(ClusterView view, Policy policy);

        /** What is decided about a machine. */
        Plan node(NodeView view);

        /** Whether the guards agree. */
        boolean agrees(ClusterView view, Policy policy, Plan.MembershipChange step);

        /** Whether the guards agree. */
        boolean agrees(NodeView view, Plan step);
    }

    /** A state that must not be, or a step that must not have been taken. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what, Fate before, Step step, Fate after) {
            super(what + "\nbefore: " + before + "\nstep: " + step + "\nafter: " + after);
        }
    }

    /** A step that some supervisor has decided on: what it does, and to which machine. */
    record Step(int actor, Class<? extends Plan> kind, int target) {}

    /** As many faults as there may be; they are not counted. */
    static final int UNLIMITED = -1;

    private final Rules rules;
    private final Policy policy;
    private final int faultLimit;

    MembershipModel(Rules rules, Policy policy, int faultLimit) {
        this.rules = rules;
        this.policy = policy;
        this.faultLimit = faultLimit;
    }

    /** All states that can follow, by one change, or by one change and a step decided before it. */
    List<Fate> successors(Fate fate) {
        List<Fate> changes = new ArrayList<>();
        faults(fate, changes);
        repairs(fate, changes);
        Set<Step> decided = decisions(fate);
        for (Step each : decided) {
            take(each, fate).ifPresent(changes::add);
        }
        List<Fate> all = new ArrayList<>(changes);
        for (Fate change : changes) {
            for (Step each : decided) {
                take(each, change).ifPresent(all::add);
            }
        }
        return all;
    }

    /** One kind of change at a time, for walks. */
    List<Fate> faults(Fate fate) {
        List<Fate> next = new ArrayList<>();
        faults(fate, next);
        return next;
    }

    List<Fate> repairs(Fate fate) {
        List<Fate> next = new ArrayList<>();
        repairs(fate, next);
        return next;
    }

    /** What the supervisors, with these names, do to {@code now} when they have last seen {@code seen}. */
    List<Fate> steps(Fate seen, Fate now, int rotation) {
        Set<Step> decided = new HashSet<>();
        decide(seen, new Sights(seen.size(), rotation), decided);
        List<Fate> next = new ArrayList<>();
        decided.forEach(each -> take(each, now).ifPresent(next::add));
        return next;
    }

    private void faults(Fate fate, List<Fate> next) {
        for (int machine = 0; machine < fate.size(); machine++) {
            if (faultLimit == UNLIMITED || fate.faults < faultLimit) {
                if (fate.is(machine, Fate.ON)) {
                    next.add(fate.with(machine, 0, Fate.ON).afterFault(faultLimit));
                } else if (fate.is(machine, Fate.DATA)) {
                    next.add(fate.with(machine, 0, Fate.DATA).afterFault(faultLimit));
                    next.add(fate.with(machine, 0, Fate.DATA)
                            .withPast(machine, Fate.PAST_NONE)
                            .afterFault(faultLimit));
                }
                if (fate.is(machine, Fate.CONNECTED)) {
                    next.add(fate.with(machine, 0, Fate.CONNECTED).afterFault(faultLimit));
                }
            }
            lag(fate, machine, next);
        }
    }

    /** Writes go on without a voter, as long as a quorum has each of them. */
    private static void lag(Fate fate, int machine, List<Fate> next) {
        if (!fate.isVoter(machine) || !fate.is(machine, Fate.FRESH) || !fate.hasQuorum()) {
            return;
        }
        int fresh = 0;
        for (int other = 0; other < fate.size(); other++) {
            fresh += other != machine && fate.isAlive(other) && fate.is(other, Fate.FRESH) ? 1 : 0;
        }
        if (fresh * 2 > fate.voters()) {
            next.add(fate.with(machine, 0, Fate.FRESH));
        }
    }

    private static void repairs(Fate fate, List<Fate> next) {
        Fate aged = fate;
        for (int machine = 0; machine < fate.size(); machine++) {
            if (!fate.is(machine, Fate.ON)) {
                next.add(fate.with(machine, Fate.ON, 0));
            }
            if (!fate.is(machine, Fate.CONNECTED)) {
                next.add(fate.with(machine, Fate.CONNECTED, 0));
            }
            boolean listed = fate.entryOf(machine) != Fate.NO_ENTRY;
            boolean runs = fate.is(machine, Fate.RUNNING | Fate.CONNECTED);
            if (runs && listed && fate.hasQuorum() && !fate.is(machine, Fate.FRESH)) {
                next.add(fate.with(machine, Fate.FRESH, 0));
            }
            if (runs && !listed && fate.hasQuorum()) {
                next.add(fate.with(machine, 0, Fate.RUNNING));
            }
            if (listed && !runs && !fate.is(machine, Fate.PROVEN)) {
                aged = aged.with(machine, Fate.PROVEN, 0);
            }
        }
        if (aged != fate) {
            next.add(aged);
        }
    }

    private Set<Step> decisions(Fate fate) {
        Set<Step> decided = new HashSet<>();
        for (int rotation = 0; rotation < fate.size(); rotation++) {
            decide(fate, new Sights(fate.size(), rotation), decided);
        }
        return decided;
    }

    /** Whoever has all acknowledged writes may lead. */
    private void decide(Fate fate, Sights names, Set<Step> decided) {
        for (int machine = 0; machine < fate.size(); machine++) {
            if (fate.isAlive(machine) && fate.hasQuorum() && fate.is(machine, Fate.FRESH)) {
                decideCluster(fate, machine, names).ifPresent(decided::add);
            }
            if (fate.is(machine, Fate.ON) && !fate.is(machine, Fate.RUNNING)) {
                decideNode(fate, machine, names).ifPresent(decided::add);
            }
        }
    }

    private Optional<Step> decideCluster(Fate fate, int leader, Sights names) {
        ClusterView view = names.cluster(fate, leader);
        Plan plan = rules.cluster(view, policy);
        return plan instanceof Plan.MembershipChange change && rules.agrees(view, policy, change)
                ? Optional.of(new Step(leader, change.getClass(), target(change, names)))
                : Optional.empty();
    }

    private Optional<Step> decideNode(Fate fate, int machine, Sights names) {
        NodeView view = names.node(fate, machine);
        Plan plan = rules.node(view);
        boolean acts = !(plan instanceof Plan.Wait) && !(plan instanceof Plan.Refuse) && rules.agrees(view, plan);
        return acts ? Optional.of(new Step(machine, plan.getClass(), machine)) : Optional.empty();
    }

    private static int target(Plan.MembershipChange change, Sights names) {
        return switch (change) {
            case Plan.AddLearner add -> names.machineOf(add.node());
            case Plan.PromoteLearner promote -> names.machineOf(promote.member());
            case Plan.RemoveMember remove -> names.machineOf(remove.member());
            case Plan.UpdateMember update -> names.machineOf(update.member());
        };
    }

    /** Takes a step where it still can be taken, and checks what it did. */
    private static Optional<Fate> take(Step step, Fate now) {
        boolean change = Plan.MembershipChange.class.isAssignableFrom(step.kind());
        // A member that was removed in between is not listened to.
        boolean heard = now.isAlive(step.actor()) && now.hasQuorum();
        boolean idle = now.is(step.actor(), Fate.ON) && !now.is(step.actor(), Fate.RUNNING);
        if (change ? !heard : !idle) {
            return Optional.empty();
        }
        Optional<Fate> after = change ? membership(step, now) : node(step, now);
        after.ifPresent(then -> check(now, step, then));
        return after;
    }

    private static void check(Fate now, Step step, Fate then) {
        if (now.hasQuorum() && !then.hasQuorum()) {
            throw new Violation("a step lost the quorum", now, step, then);
        }
        if (then.staleVoters() * 2 > then.voters()) {
            throw new Violation("a majority could elect a leader without acknowledged writes", now, step, then);
        }
    }

    private static Optional<Fate> membership(Step step, Fate now) {
        int machine = step.target();
        int entry = now.entryOf(machine);
        if (step.kind() == Plan.AddLearner.class) {
            return change(now, machine, entry == Fate.NO_ENTRY, Fate.UNSTARTED_LEARNER);
        }
        return step.kind() == Plan.PromoteLearner.class
                ? change(now, machine, entry == Fate.LEARNER || entry == Fate.UNSTARTED_LEARNER, Fate.VOTER)
                : change(now, machine, entry != Fate.NO_ENTRY, Fate.NO_ENTRY);
    }

    private static Optional<Fate> change(Fate now, int machine, boolean possible, int entry) {
        return possible ? Optional.of(committed(now).withEntry(machine, entry)) : Optional.empty();
    }

    /** A change is itself an entry of the log: a quorum has it, and with it all that was written before. */
    private static Fate committed(Fate now) {
        Fate after = now;
        for (int machine = 0; machine < now.size(); machine++) {
            if (now.isAlive(machine) && !now.is(machine, Fate.FRESH)) {
                after = after.with(machine, Fate.FRESH, 0);
            }
        }
        return after;
    }

    private static Optional<Fate> node(Step step, Fate now) {
        int machine = step.actor();
        if (step.kind() == Plan.Resume.class) {
            return Optional.of(resume(machine, now));
        } else if (step.kind() == Plan.StartMember.class) {
            return Optional.of(start(machine, now));
        } else if (step.kind() == Plan.DeclareLost.class) {
            return now.entryOf(machine) == Fate.NO_ENTRY
                    ? Optional.empty()
                    : Optional.of(now.with(machine, Fate.DECLARED, 0));
        } else if (step.kind() == Plan.MoveDataAside.class) {
            return Optional.of(moveAside(step, now));
        }
        throw new Violation("a second cluster was founded", now, step, now);
    }

    /** With a log etcd runs; without one our flags make it fail, and nothing else is ever tried. */
    private static Fate resume(int machine, Fate now) {
        return now.is(machine, Fate.DATA) ? now.with(machine, Fate.RUNNING, 0) : now;
    }

    /**
     * In a place that is not fresh etcd starts all the same: with an empty log, under an identity that had promised
     * one.
     */
    private static Fate start(int machine, Fate now) {
        boolean possible = !now.is(machine, Fate.DATA) && now.is(machine, Fate.CONNECTED) && now.alive() > 0;
        int entry = now.entryOf(machine);
        if (possible && entry == Fate.UNSTARTED_LEARNER && now.hasQuorum()) {
            return now.with(machine, Fate.DATA | Fate.RUNNING | Fate.FRESH, 0)
                    .withPast(machine, Fate.PAST_BELONGING)
                    .withEntry(machine, Fate.LEARNER);
        }
        return possible && entry == Fate.VOTER
                ? now.with(machine, Fate.DATA | Fate.RUNNING, Fate.FRESH)
                : now.withPast(machine, Fate.PAST_JOINING);
    }

    private static Fate moveAside(Step step, Fate now) {
        int machine = step.actor();
        if (now.isVoter(machine) && now.is(machine, Fate.DATA)) {
            throw new Violation("data that a quorum counts on was discarded", now, step, now);
        }
        return now.with(machine, 0, Fate.DATA).withPast(machine, Fate.PAST_NONE);
    }
}
