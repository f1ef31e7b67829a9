package io.bellwether.apiserver.registry.core;

import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Status;
import io.bellwether.store.Revision;

/**
 * Which state a list shows.
 *
 * <p>Source: the table of resourceVersion, resourceVersionMatch, limit and continue in the Kubernetes API concepts.
 */
public sealed interface ListPlan {

    /** The most objects on a page; 0: all on one page. */
    long limit();

    /** The newest state: with everything that was acknowledged before the request. */
    record Newest(long limit) implements ListPlan {}

    /** Any state, however old, all of it on one page. */
    record Any() implements ListPlan {
        @Override
        public long limit() {
            return 0;
        }
    }

    /** A state at least as new as the revision. */
    record AtLeast(Revision revision, long limit) implements ListPlan {}

    /** The state at exactly the revision. */
    record Exactly(Revision revision, long limit) implements ListPlan {}

    /** The next page of a list that was begun. */
    record Continued(String token, long limit) implements ListPlan {}

    /**
     * What the parameters ask for.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 or 422 when they do not go together
     */
    static ListPlan of(VersionParameters parameters) {
        parameters.checkMatch();
        if (parameters.sendInitialEvents().isPresent()) {
            throw VersionParameters.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
        if (parameters.limit() < 0) {
            throw VersionParameters.invalid(
                    Cause.invalid("limit", parameters.limit(), "must be greater than or equal to 0"));
        }
        return parameters.continueToken().isPresent() ? continued(parameters) : first(parameters);
    }

    private static ListPlan continued(VersionParameters parameters) {
        if (parameters.match().isPresent()) {
            throw VersionParameters.forbidden(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
        }
        if (parameters.resourceVersion().isPresent() && !parameters.asksForAnyState()) {
            throw Status.badRequest("specifying resource version is not allowed when using continue")
                    .asException();
        }
        return new Continued(parameters.continueToken().orElseThrow(), parameters.limit());
    }

    private static ListPlan first(VersionParameters parameters) {
        if (parameters.resourceVersion().isEmpty()) {
            if (parameters.match().isPresent()) {
                throw VersionParameters.forbidden(
                        "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            return new Newest(parameters.limit());
        }
        boolean exact = parameters.hasMatch(VersionParameters.EXACT);
        if (parameters.asksForAnyState()) {
            if (exact) {
                throw VersionParameters.forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
            }
            return new Any();
        }
        // Without a match, a limit has always meant exactly this revision: a quirk that clients' pagers rely on.
        boolean legacyExact = parameters.match().isEmpty() && parameters.limit() > 0;
        return exact || legacyExact
                ? new Exactly(parameters.revision(), parameters.limit())
                : new AtLeast(parameters.revision(), parameters.limit());
    }
}
