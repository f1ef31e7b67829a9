package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Evidence.Progress;
import io.bellwether.etcd.core.Policy.Standby;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who joins: rules C4, C7 and C9. */
final class Additions {

    /** Entries behind the leader with which a learner counts as caught up; etcd itself is content with a tenth. */
    private static final long LAG_LIMIT = 1_000;

    /** A learner must have been caught up, and have said so itself, for this long. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(1);

    private Additions() {}

    /** C4: a learner counts once it is wanted, ready, and no failure in that moment could stop the cluster. */
    static Optional<Plan> promote(Situation now) {
        if (now.learners.isEmpty() || wanted(now) <= 0) {
            return Optional.empty();
        }
        Optional<Member> ready =
                now.learners.stream().filter(learner -> isReady(now, learner)).findFirst();
        return ready.isPresent() && maySafelyCount(now)
                ? Optional.of(new Plan.PromoteLearner(
                        ready.get().id(),
                        new Reason(
                                Rule.C4,
                                Cause.LEARNER_READY,
                                "learner " + ready.get().id() + " has caught up, and one more voter is wanted")))
                : Optional.empty();
    }

    /** How many more voters are wanted. */
    static int wanted(Situation now) {
        int counting = now.policy.strategy().removesDead() ? now.lasting() : now.voters.size();
        return now.policy.target() - counting;
    }

    private static boolean isReady(Situation now, Member learner) {
        Optional<Progress> progress = now.view.evidence(learner.id()).progress();
        return learner.isStarted()
                && now.health(learner) == Health.ACTIVE
                && progress.isPresent()
                && progress.get().lag() <= LAG_LIMIT
                && progress.get().caughtUpFor().compareTo(CAUGHT_UP) >= 0;
    }

    /**
     * Whether the larger cluster has a quorum without the learner. One voter can grow only by trusting the learner;
     * then a third node has to be there, so that the two do not stay alone.
     */
    private static boolean maySafelyCount(Situation now) {
        int size = now.voters.size();
        return size == 1 ? hasThird(now) : Votes.spare(size + 1, now.alive()) >= 0;
    }

    static boolean hasThird(Situation now) {
        return now.learners.size() > 1 || !now.candidates().isEmpty();
    }

    /** C7: a place is free and somebody is ready for it. */
    static Optional<Plan> addLearner(Situation now) {
        List<Registration> candidates = now.candidates();
        if (wanted(now) <= 0 || candidates.isEmpty() || !now.learners.isEmpty()) {
            return Optional.empty();
        }
        Optional<Plan> obstacle = obstacle(now);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (now.voters.size() == 1 && now.policy.target() > 1 && candidates.size() < 2) {
            return wait(
                    Rule.C7,
                    Cause.THIRD_NODE_MISSING,
                    "two voters survive no more than one does: a third node has to be there first");
        }
        return add(candidates.getFirst(), Rule.C7, Cause.SLOT_FREE, "one more voter is wanted");
    }

    /** What keeps etcd from accepting an addition. */
    private static Optional<Plan> obstacle(Situation now) {
        int size = now.voters.size();
        if (now.policy.strategy() == JoinStrategy.ADD && now.alive() < size) {
            // From 3.5.30 on etcd accepts this where a quorum of the larger cluster is alive; older ones refuse.
            return Votes.spare(size + 1, now.alive()) >= 0
                    ? Optional.empty()
                    : wait(Rule.C7, Cause.STRATEGY_KEEPS_DEAD, "a voter is dead, and the strategy removes none");
        }
        return now.voters.stream()
                .filter(voter -> !now.isSettled(voter))
                .findFirst()
                .flatMap(voter -> wait(
                        Rule.C7,
                        now.health(voter).isAlive() ? Cause.NOT_SETTLED : Cause.SUSPECT,
                        "voter " + voter.id() + " has not been connected for "
                                + now.policy.timers().settled()));
    }

    /** C9: a learner that follows can take a place in milliseconds. */
    static Optional<Plan> addStandby(Situation now) {
        boolean whole = now.alive() == now.voters.size()
                && now.voters.size() == now.policy.target()
                && now.view.history().stableFor().compareTo(now.policy.timers().standby()) >= 0;
        if (now.policy.standby() != Standby.LEARNER || !whole || !now.learners.isEmpty()) {
            return Optional.empty();
        }
        return now.candidates().stream()
                .findFirst()
                .filter(candidate -> obstacle(now).isEmpty())
                .flatMap(candidate -> add(candidate, Rule.C9, Cause.STANDBY_WANTED, "a standby is wanted"));
    }

    private static Optional<Plan> add(Registration candidate, Rule rule, Cause cause, String text) {
        Reason reason = new Reason(rule, cause, text + ", and node " + candidate.name() + " is ready");
        return Optional.of(new Plan.AddLearner(candidate.node(), candidate.peerUrls(), reason));
    }

    private static Optional<Plan> wait(Rule rule, Cause cause, String text) {
        return Optional.of(new Plan.Wait(new Reason(rule, cause, text)));
    }
}
