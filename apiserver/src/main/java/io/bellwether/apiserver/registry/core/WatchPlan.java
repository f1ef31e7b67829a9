package io.bellwether.apiserver.registry.core;

import io.bellwether.store.Revision;

/**
 * Where a watch begins.
 *
 * <p>Source: the watch and streaming-list rules in the Kubernetes API concepts.
 */
public sealed interface WatchPlan {

    /**
     * With the state, then what changes.
     *
     * @param freshness how new the state is at least
     * @param announced whether a BOOKMARK says where the state is complete, if the client takes bookmarks
     */
    record State(Freshness freshness, boolean announced) implements WatchPlan {}

    /** With what changes after the revision. */
    record After(Revision revision) implements WatchPlan {}

    /** With what changes from now on. */
    record Now(Freshness freshness) implements WatchPlan {}

    /** How new a state is at least. */
    sealed interface Freshness {

        /** With everything that was acknowledged before the request. */
        record Newest() implements Freshness {}

        /** However old. */
        record Any() implements Freshness {}

        /** At least as new as the revision. */
        record AtLeast(Revision revision) implements Freshness {}
    }

    /**
     * What the parameters ask for.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 or 422 when they do not go together
     */
    static WatchPlan of(VersionParameters parameters) {
        parameters.checkMatch();
        if (parameters.continueToken().isPresent()) {
            throw VersionParameters.forbidden("continue", "continue is forbidden for watch");
        }
        boolean initialEventsGiven = parameters.sendInitialEvents().isPresent();
        if (initialEventsGiven && parameters.match().isEmpty()) {
            throw VersionParameters.forbidden(
                    "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!initialEventsGiven && parameters.match().isPresent()) {
            throw VersionParameters.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (initialEventsGiven && !parameters.hasMatch(VersionParameters.NOT_OLDER_THAN)) {
            throw VersionParameters.forbidden(
                    "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (initialEventsGiven) {
            return parameters.sendInitialEvents().get()
                    ? new State(freshness(parameters), true)
                    : withoutState(parameters);
        }
        return parameters.resourceVersion().isEmpty() || parameters.asksForAnyState()
                ? new State(freshness(parameters), false)
                : new After(parameters.revision());
    }

    private static WatchPlan withoutState(VersionParameters parameters) {
        return parameters.resourceVersion().isEmpty() || parameters.asksForAnyState()
                ? new Now(freshness(parameters))
                : new After(parameters.revision());
    }

    private static Freshness freshness(VersionParameters parameters) {
        if (parameters.resourceVersion().isEmpty()) {
            return new Freshness.Newest();
        }
        return parameters.asksForAnyState() ? new Freshness.Any() : new Freshness.AtLeast(parameters.revision());
    }
}
