package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Evidence.Probe;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What changes no one's place: rules C10 to C13, and what is said when nothing is to be done. */
final class Upkeep {

    private Upkeep() {}

    /** Whether the view is that of the supervisor beside the leader: it has the connections that matter. */
    static boolean isBeside(ClusterView view, MemberId leader) {
        return view.rendezvous()
                .of(view.self())
                .flatMap(Registration::member)
                .filter(leader::equals)
                .isPresent();
    }

    /** C13, from elsewhere: beside a healthy leader the supervisor hangs, so leadership goes to one that does not. */
    static Plan awayFromLeader(ClusterView view, Policy policy, MemberId leader) {
        Timers timers = policy.timers();
        Optional<Registration> beside = view.members().find(leader).flatMap(view.rendezvous()::of);
        boolean hangs = view.rendezvous().reach() == Rendezvous.Reach.HEARD
                && beside.filter(node -> !node.isFresh(timers.dead())).isPresent()
                && view.evidence(leader).probe() == Probe.ANSWERS
                && view.history().sinceLeaderMove().compareTo(timers.leaderMove()) >= 0;
        Optional<MemberId> first = view.members().voters().stream()
                .filter(voter -> view.rendezvous()
                        .of(voter)
                        .filter(node -> node.isFresh(timers.suspect()))
                        .isPresent())
                .map(Member::id)
                .min(Comparator.naturalOrder());
        boolean isFirst =
                first.isPresent() && isBeside(view, first.get()) && policy.strategy() != JoinStrategy.PREPARED;
        if (hangs && isFirst) {
            String text = "the supervisor beside leader " + leader + " is silent";
            return new Plan.MoveLeader(first.get(), new Reason(Rule.C13, Cause.LEADER_MISPLACED, text));
        }
        return new Plan.Wait(
                new Reason(Rule.C1, Cause.NOT_BESIDE_LEADER, "the supervisor beside leader " + leader + " acts"));
    }

    /** C10: the address of a voter that reports from elsewhere. */
    static Optional<Plan> followMove(Situation now) {
        return now.votersWho(health -> health == Health.MOVED).stream()
                .findFirst()
                .flatMap(voter -> now.node(voter)
                        .map(node -> new Plan.UpdateMember(
                                voter.id(),
                                node.peerUrls(),
                                new Reason(
                                        Rule.C10,
                                        Cause.MOVED,
                                        "voter " + voter.id() + " reports from another address"))));
    }

    /** C11: restarts, one at a time, the leader last. */
    static Optional<Plan> restart(Situation now) {
        List<Member> asking = now.voters.stream()
                .filter(voter -> now.node(voter)
                        .filter(node -> node.wish() == Wish.RESTART)
                        .isPresent())
                .sorted(Comparator.comparing((Member voter) -> now.health(voter).isAlive() && answers(now, voter))
                        .thenComparing(now::isLeader)
                        .thenComparing(Member::id))
                .toList();
        return asking.stream().findFirst().flatMap(first -> restart(now, first));
    }

    private static Optional<Plan> restart(Situation now, Member first) {
        boolean othersWell = now.voters.stream()
                .filter(voter -> !voter.id().equals(first.id()))
                .allMatch(voter -> now.isSettled(voter) && answers(now, voter));
        Reason reason = new Reason(Rule.C11, Cause.RESTART_WANTED, "member " + first.id() + " asks to restart");
        if (!othersWell) {
            return Optional.of(new Plan.Wait(reason));
        }
        return now.isLeader(first) && now.voters.size() > 1
                ? now.heir(first).map(heir -> new Plan.MoveLeader(heir.id(), reason))
                : Optional.of(new Plan.GrantRestart(first.id(), reason));
    }

    /** A process that hangs counts as connected for seconds, but says nothing about itself from the first moment on. */
    private static boolean answers(Situation now, Member voter) {
        return now.view.evidence(voter.id()).progress().isPresent();
    }

    /** C13: a leader that wishes to leave and has nobody to take its place hands over at least. */
    static Optional<Plan> misplacedLeader(Situation now) {
        boolean due = now.view
                        .history()
                        .sinceLeaderMove()
                        .compareTo(now.policy.timers().leaderMove())
                >= 0;
        return now.voters.stream()
                .filter(voter -> due && now.isLeader(voter))
                .filter(voter -> now.health(voter) == Health.DRAINING || now.health(voter) == Health.CORRUPT)
                .findFirst()
                .flatMap(now::heir)
                .map(heir -> new Plan.MoveLeader(
                        heir.id(), new Reason(Rule.C13, Cause.LEADER_MISPLACED, "the leader's node wishes to leave")));
    }

    /** Nothing to do: why that is. */
    static Plan rest(Situation now) {
        return new Plan.Wait(restReason(now));
    }

    private static Reason restReason(Situation now) {
        List<Member> gone = now.votersWho(Health::isGone);
        if (!gone.isEmpty()) {
            Cause cause = now.policy.strategy().removesDead() ? Cause.NO_CANDIDATE : Cause.STRATEGY_KEEPS_DEAD;
            String why = cause == Cause.NO_CANDIDATE ? "nobody can take its place" : "the strategy removes none";
            Rule rule = now.policy.strategy().removesDead() ? Rule.C5 : Rule.C6;
            return new Reason(rule, cause, "voter " + gone.getFirst().id() + " is gone, and " + why);
        }
        List<Member> absent = now.votersWho(health -> !health.isAlive());
        if (!absent.isEmpty()) {
            Health health = now.health(absent.getFirst());
            Cause cause = health == Health.ISOLATED ? Cause.ISOLATED : Cause.SUSPECT;
            return new Reason(Rule.C5, cause, "voter " + absent.getFirst().id() + " is " + health);
        }
        List<Member> corrupt = now.votersWho(health -> health == Health.CORRUPT);
        if (!corrupt.isEmpty()) {
            String text = "the data of voter " + corrupt.getFirst().id() + " differs from all others'";
            return new Reason(Rule.C12, Cause.CORRUPT, text + ", and nobody can take its place");
        }
        if (now.view.alarms().contains(Alarm.NO_SPACE)) {
            return new Reason(Rule.C12, Cause.NO_SPACE, "etcd refuses writes: its database has reached the quota");
        }
        if (now.view.alarms().contains(Alarm.CORRUPT)) {
            return new Reason(Rule.C12, Cause.CORRUPT, "etcd reports data that differs between members");
        }
        return wellReason(now);
    }

    private static Reason wellReason(Situation now) {
        int size = now.voters.size();
        List<Member> leaving = now.votersWho(health -> health == Health.DRAINING);
        if (!leaving.isEmpty() && now.learners.isEmpty()) {
            String text = "voter " + leaving.getFirst().id() + " is to leave, and nobody can take its place";
            return new Reason(Rule.C8, Cause.NO_CANDIDATE, text);
        }
        if (!now.learners.isEmpty() && Additions.wanted(now) > 0) {
            MemberId learner = now.learners.getFirst().id();
            return size == 1 && !Additions.hasThird(now)
                    ? new Reason(Rule.C4, Cause.THIRD_NODE_MISSING, "learner " + learner + " waits for a third node")
                    : new Reason(Rule.C4, Cause.LEARNER_CATCHING_UP, "learner " + learner + " follows the log");
        }
        if (size < now.policy.target()) {
            return new Reason(
                    Rule.C7, Cause.NO_CANDIDATE, size + " of " + now.policy.target() + " voters, and no node is ready");
        }
        boolean waiting =
                now.view.rendezvous().registrations().stream().anyMatch(node -> node.standing() == Standing.CANDIDATE);
        return waiting
                ? new Reason(Rule.C9, Cause.FULL, size + " voters, as many as wanted; other nodes wait")
                : new Reason(Rule.C7, Cause.HEALTHY, size + " voters, all of them well");
    }
}
