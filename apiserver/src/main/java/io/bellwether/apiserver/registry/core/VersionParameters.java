package io.bellwether.apiserver.registry.core;

import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.GroupKind;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.store.Revision;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters that say which state of a collection a list or watch is about, as the client gave them.
 *
 * @param resourceVersion empty: not given
 * @param match empty: not given
 * @param limit 0: none
 * @param continueToken empty: not given
 * @param sendInitialEvents empty: not given
 */
public record VersionParameters(
        Optional<String> resourceVersion,
        Optional<String> match,
        long limit,
        Optional<String> continueToken,
        Optional<Boolean> sendInitialEvents) {

    static final String EXACT = "Exact";
    static final String NOT_OLDER_THAN = "NotOlderThan";
    private static final Set<String> MATCHES = Set.of(EXACT, NOT_OLDER_THAN);
    private static final GroupKind LIST_OPTIONS = new GroupKind("meta.k8s.io", "ListOptions");

    /**
     * The number of a resourceVersion.
     *
     * @throws StatusException 400 when it is none
     */
    public static Revision revision(String resourceVersion) {
        boolean decimal = !resourceVersion.isEmpty()
                && resourceVersion.length() <= 19
                && resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
        if (decimal) {
            try {
                return new Revision(Long.parseLong(resourceVersion));
            } catch (NumberFormatException tooLarge) {
                throw invalidRevision(resourceVersion);
            }
        }
        throw invalidRevision(resourceVersion);
    }

    private static StatusException invalidRevision(String resourceVersion) {
        String shown = resourceVersion.length() > 32 ? resourceVersion.substring(0, 32) + "…" : resourceVersion;
        return Status.badRequest("Invalid value: \"" + shown + "\": resourceVersion is a decimal number")
                .asException();
    }

    /** The revision; {@link Revision#NONE} for "0". Only where a resourceVersion was given. */
    Revision revision() {
        return revision(resourceVersion.orElseThrow());
    }

    boolean asksForAnyState() {
        return resourceVersion.isPresent() && revision().equals(Revision.NONE);
    }

    boolean hasMatch(String value) {
        return match.isPresent() && match.get().equals(value);
    }

    /** Refuses a match that does not exist. */
    void checkMatch() {
        if (match.isPresent() && !MATCHES.contains(match.get())) {
            throw invalid(Cause.notSupported("resourceVersionMatch", match.get(), MATCHES));
        }
    }

    static StatusException forbidden(String field, String why) {
        return invalid(Cause.forbidden(field, why));
    }

    static StatusException invalid(Cause cause) {
        return Status.invalid(LIST_OPTIONS, "", List.of(cause)).asException();
    }
}
