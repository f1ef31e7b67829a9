package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Policy.SwitchedOn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides about the membership: rules C0 to C13, the first that applies.
 *
 * <p>Every step leaves a quorum even if one more member fails in the very moment in which the step takes effect, so
 * that a view that is one change old does no harm. From that follow the order of things:
 *
 * <ul>
 *   <li>a dead voter is removed before its successor counts, unless a quorum of the larger cluster is alive without the
 *       successor;
 *   <li>three voters are never shrunk: between three and one lies a cluster that one failure stops, reached while a
 *       second one may be failing;
 *   <li>the step from one voter to two, which nothing can make safe, is made only with a third node at hand.
 * </ul>
 *
 * <p>Nothing but the last list, read linearizably, counts as membership, and one step is taken between two looks.
 *
 * <p>Source: guarantees G-C1 to G-C5.
 */
public final class ClusterPlanner {

    /** How often the survivors of a lost quorum are saved. */
    private static final Duration SALVAGE_EVERY = Duration.ofMinutes(10);

    private final List<Function<Situation, Optional<Plan>>> rules = List.of(
            Removals::neverStarted,
            Removals::stalledLearner,
            Additions::promote,
            Removals::gone,
            Upkeep::followMove,
            Additions::addLearner,
            Removals::surplus,
            Additions::addStandby,
            Upkeep::restart,
            Upkeep::misplacedLeader);

    /** The rules; they have no state. */
    public ClusterPlanner() {}

    /** The next step. */
    public Plan plan(ClusterView view, Policy policy) {
        if (!(view.quorum() instanceof Quorum.Confirmed confirmed)) {
            return withoutQuorum(view);
        }
        Optional<Plan> lookAgain = lookAgain(view, policy, confirmed.leader());
        if (lookAgain.isPresent()) {
            return lookAgain.get();
        }
        Situation situation = new Situation(view, policy);
        return rules.stream()
                .flatMap(rule -> rule.apply(situation).stream())
                .findFirst()
                .orElseGet(() -> Upkeep.rest(situation));
    }

    /** C0: the survivors are saved, and nothing is changed: any change could make the loss permanent. */
    private static Plan withoutQuorum(ClusterView view) {
        Duration lasting = view.quorum() instanceof Quorum.Missing missing ? missing.lasting() : Duration.ZERO;
        String text = "no quorum for " + lasting + ": nothing is changed until one is back";
        Reason reason = new Reason(Rule.C0, Cause.NO_QUORUM, text);
        boolean due = lasting.compareTo(Duration.ofSeconds(10)) >= 0
                && view.history().sinceSnapshot().compareTo(SALVAGE_EVERY) >= 0;
        return due ? new Plan.SaveSnapshot(reason) : new Plan.Wait(reason);
    }

    /** C1 and what is like it: reasons to do nothing before looking again. */
    private static Optional<Plan> lookAgain(ClusterView view, Policy policy, MemberId leader) {
        if (view.history().unconfirmed().isPresent()) {
            String step = view.history().unconfirmed().get();
            return wait(Cause.STEP_NOT_CONFIRMED, "whether \"" + step + "\" took effect is not known yet");
        }
        if (!view.members().isConfirmed()) {
            return wait(Cause.LIST_NOT_CONFIRMED, "the member list is one member's own copy");
        }
        if (policy.switchedOn() == SwitchedOn.PAUSED) {
            return wait(Cause.PAUSED, "changes of the membership are paused");
        }
        if (!Upkeep.isBeside(view, leader)) {
            return Optional.of(Upkeep.awayFromLeader(view, policy, leader));
        }
        return policy.strategy() == JoinStrategy.PREPARED
                ? wait(Cause.PREPARED, "the strategy leaves the membership to people")
                : Optional.empty();
    }

    private static Optional<Plan> wait(Cause cause, String text) {
        return Optional.of(new Plan.Wait(new Reason(Rule.C1, cause, text)));
    }
}
