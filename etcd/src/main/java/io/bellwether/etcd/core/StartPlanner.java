package io.bellwether.etcd.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a node without a supervisor starts its etcd: once, for an existing service unit.
 *
 * <p>The strategies are those of the original elastic-etcd; what differs is what it got wrong: data means a write-ahead
 * log and not a directory that is not empty; who joins is a learner first; one look is no proof of death; and a node
 * whose data is gone never starts under the identity that it had.
 *
 * <p>Source: guarantees G-C1, G-C2 and G-C3.
 */
public final class StartPlanner {

    private final JoinStrategy strategy;

    /** The rules under this strategy. */
    public StartPlanner(JoinStrategy strategy) {
        this.strategy = strategy;
    }

    /** The next step. */
    public StartPlan plan(StartView view) {
        if (view.hasData()) {
            Founder self = new Founder(view.name(), view.peerUrls());
            return new StartPlan.StartExisting(List.of(self), "the member's data is here");
        }
        return view.members().map(list -> join(view, list)).orElseGet(() -> withoutQuorum(view));
    }

    private static StartPlan withoutQuorum(StartView view) {
        if (view.anyAlive()) {
            return new StartPlan.Refuse(
                    Cause.NO_QUORUM, "a cluster exists but has no quorum, so that nobody can join it");
        }
        if (view.discovery().isEmpty()) {
            return new StartPlan.Refuse(
                    Cause.DISCOVERY_SILENT, "discovery does not answer: whether a cluster exists is not known");
        }
        return switch (view.discovery().get().founding()) {
            case DONE ->
                new StartPlan.Refuse(
                        Cause.CLUSTER_EXISTS,
                        "the cluster has formed, and none of its members answers: start them first");
            case BY_SUPERVISED_MEMBERS ->
                new StartPlan.Refuse(
                        Cause.FOUNDERS_MISSING,
                        "nothing has formed yet, and etcd cannot found a cluster by way of this discovery: found it with"
                                + " bellwether etcd run, or by an address that /new of a discovery service answers");
            case BY_STOCK_MEMBERS -> new StartPlan.Discover("the cluster has not formed yet");
        };
    }

    private StartPlan join(StartView view, MemberList list) {
        Optional<Member> own = list.findByPeerUrl(view.peerUrls());
        if (own.isPresent()) {
            return own.get().isStarted() ? lost(own.get()) : start(view, list, own.get());
        }
        if (strategy == JoinStrategy.PREPARED) {
            return new StartPlan.Refuse(Cause.PREPARED, "no place is prepared for this node in the member list");
        }
        if (!list.learners().isEmpty()) {
            return new StartPlan.Refuse(
                    Cause.TOO_MANY_LEARNERS,
                    "learner " + list.learners().getFirst().id() + " is joining: try again later");
        }
        return room(view, list);
    }

    /** Adding beside a dead voter is refused by etcd, and would make the cluster worse: it goes first. */
    private StartPlan room(StartView view, MemberList list) {
        Optional<Member> dead = list.voters().stream()
                .filter(voter -> view.gone().contains(voter.id()))
                .min(Comparator.comparing(Member::id));
        if (dead.isPresent() && strategy.removesDead()) {
            return remove(dead.get(), Rule.C5, Cause.DEAD, "is dead, and this node can take its place");
        }
        int target = view.target().map(Votes::target).orElse(list.voters().size());
        if (list.voters().size() >= target) {
            return new StartPlan.Refuse(
                    Cause.FULL, list.voters().size() + " voters, as many as wanted, and none of them is dead");
        }
        Reason reason = new Reason(Rule.C7, Cause.SLOT_FREE, "one more voter is wanted");
        return new StartPlan.Change(new Plan.AddLearner(new NodeId(view.name()), view.peerUrls(), reason));
    }

    private StartPlan lost(Member own) {
        return strategy.removesDead()
                ? remove(own, Rule.N5, Cause.DATA_LOST, "is listed at this address, and its data is gone")
                : new StartPlan.Refuse(
                        Cause.DATA_LOST,
                        "member " + own.id() + " is listed at this address, its data is gone, and the strategy removes"
                                + " nobody");
    }

    private static StartPlan remove(Member member, Rule rule, Cause cause, String why) {
        return new StartPlan.Change(
                new Plan.RemoveMember(member.id(), new Reason(rule, cause, "member " + member.id() + " " + why)));
    }

    private static StartPlan start(StartView view, MemberList list, Member own) {
        List<Founder> members = list.members().stream()
                .map(member -> new Founder(
                        member.id().equals(own.id())
                                ? view.name()
                                : member.isStarted() ? member.name() : "unstarted-" + member.id(),
                        member.peerUrls()))
                .toList();
        return new StartPlan.StartExisting(members, "the cluster holds place " + own.id() + " for this node");
    }
}
