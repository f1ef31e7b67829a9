package io.bellwether.etcd.core;

import java.util.Optional;

/** Mistakes that other tools make, put around the rules. */
final class Mistakes implements MembershipModel.Rules {

    /** One mistake. */
    enum Mistake {
        /** None. */
        NONE,
        /** A learner counts as soon as it is ready, whoever else is alive. */
        PROMOTE_AT_ONCE,
        /** Three voters become two when one is wanted. */
        SHRINK_THREE,
        /** Whoever is silent for a moment is removed, needed or not. */
        REMOVE_LIVING,
        /** An empty disk starts under the identity that is listed. */
        START_WITH_AMNESIA,
        /** Whoever finds nobody founds. */
        FOUND_AGAIN,
        /** Data moves aside whenever the process has ended. */
        MOVE_ASIDE_AT_ONCE
    }

    /** Whether the guards are asked. */
    enum Guards {
        /** They are. */
        ASKED,
        /** They are not. */
        IGNORED
    }

    private static final Reason WRONG = new Reason(Rule.C1, Cause.HEALTHY, "a mistake");

    private final MembershipModel.Rules rules;
    private final Mistake mistake;
    private final Guards guards;

    Mistakes(MembershipModel.Rules rules, Mistake mistake, Guards guards) {
        this.rules = rules;
        this.mistake = mistake;
        this.guards = guards;
    }

    @Override
    public Plan cluster(ClusterView view, Policy policy) {
        Optional<Member> chosen = switch (mistake) {
            case PROMOTE_AT_ONCE ->
                view.members().learners().stream().filter(Member::isStarted).findFirst();
            case SHRINK_THREE ->
                view.members().voters().stream()
                        .filter(voter -> view.members().voters().size() == 3)
                        .findFirst();
            case REMOVE_LIVING -> view.members().voters().stream().findFirst();
            case NONE, START_WITH_AMNESIA, FOUND_AGAIN, MOVE_ASIDE_AT_ONCE -> Optional.empty();
        };
        return chosen.<Plan>map(member -> mistake == Mistake.PROMOTE_AT_ONCE
                        ? new Plan.PromoteLearner(member.id(), WRONG)
                        : new Plan.RemoveMember(member.id(), WRONG))
                .orElseGet(() -> rules.cluster(view, policy));
    }

    @Override
    public Plan node(NodeView view) {
        boolean empty = view.data() instanceof DataState.Empty;
        Optional<Member> place = view.cluster().flatMap(list -> list.findByPeerUrl(view.peerUrls()));
        if (mistake == Mistake.START_WITH_AMNESIA && empty && place.isPresent()) {
            return new Plan.StartMember(place.get().id(), java.util.List.of(), WRONG);
        }
        if (mistake == Mistake.FOUND_AGAIN && empty && view.cluster().isEmpty()) {
            return new Plan.Bootstrap(java.util.List.of(), WRONG);
        }
        return mistake == Mistake.MOVE_ASIDE_AT_ONCE && !empty ? new Plan.MoveDataAside(WRONG) : rules.node(view);
    }

    @Override
    public boolean agrees(ClusterView view, Policy policy, Plan.MembershipChange step) {
        return guards == Guards.IGNORED || rules.agrees(view, policy, step);
    }

    @Override
    public boolean agrees(NodeView view, Plan step) {
        return guards == Guards.IGNORED || rules.agrees(view, step);
    }
}
