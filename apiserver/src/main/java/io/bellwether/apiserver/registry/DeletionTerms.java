package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.GroupKind;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.codec.DeleteOptions;
import io.bellwether.apiserver.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Under which conditions an object is deleted.
 *
 * <p>Shape: propagationPolicy and orphanDependents are checked and have no effect as long as no garbage collector looks
 * for dependents: every deletion is in the background, and nothing waits for it.
 *
 * @param uid only an object with this uid is deleted; empty: any
 * @param resourceVersion only an object in this state is deleted; empty: any
 * @param isDryRun everything but the write happens
 */
record DeletionTerms(Optional<String> uid, Optional<String> resourceVersion, boolean isDryRun) {

    private static final List<String> POLICIES = List.of("Background", "Foreground", "Orphan");
    private static final GroupKind KIND = new GroupKind("meta.k8s.io", "DeleteOptions");

    /**
     * Reads them from the options in the body and from the query.
     *
     * @throws StatusException 422 when a value is not allowed
     */
    static DeletionTerms parse(DeleteOptions body, Query query) {
        List<Cause> causes = new ArrayList<>();
        Optional<String> policy = body.propagationPolicy().or(() -> query.first("propagationPolicy"));
        boolean orphanGiven = body.orphanDependents().isPresent()
                || Parameters.truth(query, "orphanDependents").isPresent();
        if (policy.isPresent() && orphanGiven) {
            causes.add(Cause.invalid(
                    "propagationPolicy", policy.get(), "orphanDependents and deletionPropagation cannot be both set"));
        }
        policy.filter(value -> !POLICIES.contains(value))
                .ifPresent(value -> causes.add(Cause.notSupported("propagationPolicy", value, POLICIES)));
        long grace = body.gracePeriodSeconds()
                .orElseGet(() -> Parameters.number(query, "gracePeriodSeconds").orElse(0L));
        if (grace < 0) {
            causes.add(Cause.invalid("gracePeriodSeconds", grace, "must not be negative"));
        }
        WriteOptions.checkDryRun(query, causes);
        body.dryRun().stream()
                .filter(value -> !value.equals("All"))
                .forEach(value -> causes.add(Cause.notSupported("dryRun", value, List.of("All"))));
        if (!causes.isEmpty()) {
            throw Status.invalid(KIND, "", causes).asException();
        }
        return new DeletionTerms(
                body.preconditionUid(),
                body.preconditionResourceVersion(),
                !body.dryRun().isEmpty() || WriteOptions.isDryRun(query));
    }

    /** These terms for one object of a collection: only if it is still the one that was listed. */
    DeletionTerms onlyIf(String listedUid) {
        return new DeletionTerms(Optional.of(listedUid), resourceVersion, isDryRun);
    }

    /**
     * Refuses an object that is not the one meant.
     *
     * @throws StatusException 409
     */
    void check(ServedKind kind, ApiObject existing) {
        check(kind, existing.name(), "UID", uid, existing.uid());
        check(kind, existing.name(), "ResourceVersion", resourceVersion, existing.resourceVersion());
    }

    private static void check(ServedKind kind, String name, String what, Optional<String> expected, String actual) {
        if (expected.isPresent() && !expected.get().equals(actual)) {
            String why = "Precondition failed: " + what + " in precondition: " + expected.get() + ", " + what
                    + " in object meta: " + actual;
            throw Status.conflict(kind.resource(), name, why).asException();
        }
    }
}
