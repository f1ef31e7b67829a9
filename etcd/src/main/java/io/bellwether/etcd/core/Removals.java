package io.bellwether.etcd.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who leaves: rules C2, C3, C5, C6 and C8. */
final class Removals {

    /** With fewer voters than this left, a dead one is kept until somebody can take its place. */
    private static final int PRUNED_MINIMUM = 3;

    private Removals() {}

    /** C2: a voter that was added by hand and never started holds the quorum up; removing it costs nothing. */
    static Optional<Plan> neverStarted(Situation now) {
        List<Member> late = now.votersWho(health -> health == Health.NEVER_STARTED);
        if (!late.isEmpty() && now.policy.strategy().removesDead()) {
            return remove(late.getFirst(), Rule.C2, Cause.NOT_STARTED, "was added as a voter and never started");
        }
        List<Member> unstarted = now.votersWho(health -> health == Health.UNSTARTED);
        return unstarted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Plan.Wait(new Reason(
                        Rule.C2,
                        Cause.NOT_STARTED,
                        "voter " + unstarted.getFirst().id() + " has yet to start")));
    }

    /** C3: a learner counts for nothing, but there is only one place for one. */
    static Optional<Plan> stalledLearner(Situation now) {
        for (Member learner : now.learners) {
            Health health = now.health(learner);
            boolean stalled = now.view
                    .evidence(learner.id())
                    .progress()
                    .filter(progress ->
                            progress.stalledFor().compareTo(now.policy.timers().stall()) >= 0)
                    .isPresent();
            if (health == Health.DRAINING) {
                return remove(learner, Rule.C3, Cause.DRAINING, "is to leave");
            }
            // An address of a learner is never updated: etcd 3.4 then takes it for a voter.
            if (health.isGone() || health == Health.MOVED || health == Health.CORRUPT || stalled) {
                return remove(learner, Rule.C3, Cause.LEARNER_STALLED, stalled ? "does not advance" : "is " + health);
            }
        }
        return Optional.empty();
    }

    /** C5 and C6: dead voters. Their removal never costs a failure that the quorum survives. */
    static Optional<Plan> gone(Situation now) {
        Optional<Member> first = now.votersWho(health -> health == Health.DEAD || health == Health.LOST).stream()
                .min(Comparator.comparing((Member voter) -> now.health(voter) != Health.LOST)
                        .thenComparing(Member::id));
        if (first.isEmpty() || !now.policy.strategy().removesDead()) {
            return Optional.empty();
        }
        Member dead = first.get();
        boolean replaced = now.hasReplacementFor(dead) || now.voters.size() > now.policy.target();
        boolean pruned = now.policy.strategy() == JoinStrategy.PRUNE && now.voters.size() - 1 >= PRUNED_MINIMUM;
        if (!replaced && !pruned) {
            return Optional.empty();
        }
        Cause cause = now.health(dead) == Health.LOST ? Cause.DATA_LOST : Cause.DEAD;
        return brake(now, cause).or(() -> {
            String what = cause == Cause.DATA_LOST ? "has lost its data" : "has been silent for " + silence(now, dead);
            return remove(dead, replaced ? Rule.C5 : Rule.C6, cause, what);
        });
    }

    /** Who judges too many dead may itself be wrong; that data is lost a node says of its own, and may be so often. */
    private static Optional<Plan> brake(Situation now, Cause cause) {
        int absent = now.voters.size() - now.alive();
        if (absent > (now.voters.size() - 1) / 2) {
            return wait(Rule.C5, Cause.TOO_MANY_SUSPECT, absent + " of " + now.voters.size() + " voters are silent");
        }
        int removals = now.view.history().removalsLastHour();
        return cause == Cause.DEAD && removals >= Math.max(now.policy.size(), now.voters.size())
                ? wait(Rule.C5, Cause.TOO_MANY_REMOVALS, removals + " voters were removed as dead within an hour")
                : Optional.empty();
    }

    /** C8: fewer voters are wanted. */
    static Optional<Plan> surplus(Situation now) {
        int size = now.voters.size();
        if (size <= now.policy.target() || !now.policy.strategy().removesDead()) {
            return Optional.empty();
        }
        if (now.alive() < size) {
            return wait(Rule.C8, Cause.SUSPECT, "a voter is silent, so none of the others leaves");
        }
        // One of those who stay may fail in the same moment: the rest must still decide.
        if (size > 2 && Votes.spare(size - 1, size - 2) < 0) {
            return wait(Rule.C8, Cause.SHRINK_UNSAFE, size + " voters cannot be made fewer without risking the quorum");
        }
        Member leaving = now.voters.stream().min(now.leavingFirst()).orElseThrow();
        if (now.isLeader(leaving)) {
            return now.heir(leaving)
                    .map(heir -> new Plan.MoveLeader(
                            heir.id(), new Reason(Rule.C8, Cause.SURPLUS, "the leader is the one to leave")));
        }
        return remove(leaving, Rule.C8, Cause.SURPLUS, "is more than the " + now.policy.target() + " wanted");
    }

    private static Optional<Plan> remove(Member member, Rule rule, Cause cause, String text) {
        Reason reason = new Reason(rule, cause, "member " + member.id() + " " + text);
        return Optional.of(new Plan.RemoveMember(member.id(), reason));
    }

    private static Optional<Plan> wait(Rule rule, Cause cause, String text) {
        return Optional.of(new Plan.Wait(new Reason(rule, cause, text)));
    }

    private static String silence(Situation now, Member member) {
        return now.view.evidence(member.id()).linkFor().toString();
    }
}
