package io.bellwether.etcd.core;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says no to steps that could cost the quorum, whoever planned them and why.
 *
 * <p>It plays the step against an adversary. The adversary may fail any one member that is alive, at the moment in
 * which the step takes effect; if those who are left still were a majority of the voters before it, they must be a
 * majority of the voters after it. Then it counts, failure by failure, how many the cluster survives before and after:
 * a step that was not asked for must not lower that number. It shares neither code nor formulas with the planner, which
 * counts spare votes, so that one mistake is not made twice.
 *
 * <p>The one exception is named here: one voter becomes two. Then the learner is trusted not to fail.
 */
public final class QuorumGuard {

    /** The guard; it has no state. */
    public QuorumGuard() {}

    /** The verdict on a step about the membership. */
    public Verdict check(ClusterView view, Policy policy, Plan.MembershipChange step) {
        return objection(view, policy, step).<Verdict>map(Verdict.Denied::new).orElseGet(Verdict.Agreed::new);
    }

    private static Optional<String> objection(ClusterView view, Policy policy, Plan.MembershipChange step) {
        if (policy.switchedOn() == Policy.SwitchedOn.PAUSED || policy.strategy() == JoinStrategy.PREPARED) {
            return Optional.of("the membership is left to people");
        }
        if (!(view.quorum() instanceof Quorum.Confirmed) || !view.members().isConfirmed()) {
            return Optional.of("no quorum stands behind what is known");
        }
        return switch (step) {
            case Plan.AddLearner add -> add(view, add);
            case Plan.PromoteLearner promote -> promote(view, promote.member());
            case Plan.RemoveMember remove -> remove(view, policy, remove.member());
            case Plan.UpdateMember update -> update(view, update);
        };
    }

    private static Optional<String> add(ClusterView view, Plan.AddLearner add) {
        for (Member member : view.members().members()) {
            if (member.role() == Member.Role.LEARNER) {
                return Optional.of("learner " + member.id() + " has the only place");
            }
            if (!disjoint(member.peerUrls(), add.peerUrls())) {
                return Optional.of("member " + member.id() + " has this address");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> update(ClusterView view, Plan.UpdateMember update) {
        Optional<Member> target = view.members().find(update.member());
        if (target.isEmpty() || target.get().role() == Member.Role.LEARNER) {
            return Optional.of("only a voter's address may change");
        }
        boolean taken = view.members().members().stream()
                .anyMatch(member ->
                        !member.id().equals(update.member()) && !disjoint(member.peerUrls(), update.peerUrls()));
        if (taken) {
            return Optional.of("another member has this address");
        }
        return alive(view).contains(update.member())
                ? Optional.of("the leader reaches it where it is")
                : Optional.empty();
    }

    private static Optional<String> promote(ClusterView view, MemberId learner) {
        Optional<Member> entry = view.members().find(learner);
        if (entry.isEmpty() || entry.get().role() == Member.Role.VOTER) {
            return Optional.of(learner + " is no learner");
        }
        Evidence evidence = view.evidence(learner);
        if (entry.get().name().isEmpty() || evidence.progress().isEmpty()) {
            return Optional.of("learner " + learner + " was not heard from in this round");
        }
        Set<MemberId> before = ids(view.members().voters());
        Set<MemberId> after = new TreeSet<>(before);
        after.add(learner);
        Set<MemberId> alive = alive(view);
        if (evidence.link() == Evidence.Link.ACTIVE) {
            alive.add(learner);
        }
        Set<MemberId> mayFail = new TreeSet<>(alive);
        if (before.size() == 1) {
            mayFail.remove(learner);
        }
        return survives(before, after, alive, mayFail).or(() -> tolerates(before, after, alive));
    }

    private static Optional<String> remove(ClusterView view, Policy policy, MemberId leaving) {
        Optional<Member> entry = view.members().find(leaving);
        if (entry.isEmpty()) {
            return Optional.of(leaving + " is no member");
        }
        if (entry.get().role() == Member.Role.LEARNER) {
            return Optional.empty();
        }
        if (policy.strategy() == JoinStrategy.ADD) {
            return Optional.of("the strategy keeps every voter");
        }
        Set<MemberId> before = ids(view.members().voters());
        Set<MemberId> after = new TreeSet<>(before);
        after.remove(leaving);
        if (after.isEmpty()) {
            return Optional.of("the last voter stays");
        }
        Set<MemberId> alive = alive(view);
        boolean wanted = before.size() > (policy.size() % 2 == 1 ? policy.size() : policy.size() - 1);
        if (alive.contains(leaving) && !wanted) {
            return Optional.of(leaving + " is alive, and there are not too many voters");
        }
        if (alive.contains(leaving) && alive.size() < before.size()) {
            return Optional.of("nobody alive leaves while another voter is silent");
        }
        Optional<String> lost = survives(before, after, alive, alive);
        return alive.contains(leaving) ? lost : lost.or(() -> tolerates(before, after, alive));
    }

    /** Whoever fails in that moment: what decided before still decides after. */
    private static Optional<String> survives(
            Set<MemberId> before, Set<MemberId> after, Set<MemberId> alive, Set<MemberId> mayFail) {
        if (decides(alive, before) && !decides(alive, after)) {
            return Optional.of("there would be no quorum");
        }
        for (MemberId failing : mayFail) {
            Set<MemberId> left = new TreeSet<>(alive);
            left.remove(failing);
            if (decides(left, before) && !decides(left, after)) {
                return Optional.of("if " + failing + " failed at that moment there would be no quorum");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> tolerates(Set<MemberId> before, Set<MemberId> after, Set<MemberId> alive) {
        return failuresSurvived(after, alive) < failuresSurvived(before, alive)
                ? Optional.of("fewer further failures would be survived")
                : Optional.empty();
    }

    /** How many members of a cluster can fail one after the other until those left are no majority. */
    private static int failuresSurvived(Set<MemberId> voters, Set<MemberId> alive) {
        Set<MemberId> left = new TreeSet<>(alive);
        left.retainAll(voters);
        int survived = -1;
        while (decides(left, voters)) {
            survived++;
            left.remove(left.iterator().next());
        }
        return survived;
    }

    private static boolean decides(Set<MemberId> some, Set<MemberId> voters) {
        long those = voters.stream().filter(some::contains).count();
        return those > voters.size() - those;
    }

    /** Who is alive beyond doubt: the leader, and those it is connected to. */
    private static Set<MemberId> alive(ClusterView view) {
        Set<MemberId> alive = new TreeSet<>();
        if (view.quorum() instanceof Quorum.Confirmed confirmed) {
            alive.add(confirmed.leader());
        }
        for (Member member : view.members().members()) {
            boolean connected = view.evidence(member.id()).link() == Evidence.Link.ACTIVE;
            if (member.role() == Member.Role.VOTER
                    && connected
                    && !member.name().isEmpty()) {
                alive.add(member.id());
            }
        }
        return alive;
    }

    private static Set<MemberId> ids(List<Member> members) {
        Set<MemberId> ids = new HashSet<>();
        members.forEach(member -> ids.add(member.id()));
        return ids;
    }

    private static boolean disjoint(List<String> some, List<String> others) {
        return some.stream().noneMatch(others::contains);
    }
}
