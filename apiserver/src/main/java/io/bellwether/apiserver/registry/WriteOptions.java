package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.GroupKind;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of a create, update or patch.
 *
 * @param isDryRun everything but the write happens
 * @param fieldValidation what becomes of unknown and repeated fields
 */
record WriteOptions(boolean isDryRun, FieldValidation fieldValidation) {

    private static final int FIELD_MANAGER_LIMIT = 128;

    /**
     * Reads them.
     *
     * @throws StatusException 422 when a value is not allowed
     */
    static WriteOptions parse(Query query, Verb verb) {
        List<Cause> causes = new ArrayList<>();
        checkDryRun(query, causes);
        checkFieldManager(query, causes);
        String text = query.first("fieldValidation").orElse("Warn");
        Optional<FieldValidation> validation = FieldValidation.parse(text);
        if (validation.isEmpty()) {
            causes.add(Cause.notSupported("fieldValidation", text, List.of("Ignore", "Strict", "Warn")));
        }
        if (verb == Verb.PATCH && query.first("force").isPresent()) {
            causes.add(Cause.forbidden("force", "may not be specified for non-apply patch"));
        }
        if (!causes.isEmpty()) {
            throw Status.invalid(new GroupKind("meta.k8s.io", kindOf(verb)), "", causes)
                    .asException();
        }
        return new WriteOptions(isDryRun(query), validation.orElseThrow());
    }

    /** Whether the query asks for a dry run; its values have been checked. */
    static boolean isDryRun(Query query) {
        return query.all("dryRun").stream().anyMatch(value -> !value.isEmpty());
    }

    static void checkDryRun(Query query, List<Cause> causes) {
        for (String value : query.all("dryRun")) {
            if (!value.isEmpty() && !value.equals("All")) {
                causes.add(Cause.notSupported("dryRun", value, List.of("All")));
            }
        }
    }

    private static void checkFieldManager(Query query, List<Cause> causes) {
        String manager = query.first("fieldManager").orElse("");
        if (manager.length() > FIELD_MANAGER_LIMIT) {
            causes.add(Cause.tooLong("fieldManager", FIELD_MANAGER_LIMIT));
        }
        if (manager.codePoints().anyMatch(Character::isISOControl)) {
            causes.add(Cause.invalid("fieldManager", manager, "should only contain printable characters"));
        }
    }

    private static String kindOf(Verb verb) {
        return switch (verb) {
            case CREATE -> "CreateOptions";
            case UPDATE -> "UpdateOptions";
            case PATCH -> "PatchOptions";
            case DELETE, DELETECOLLECTION -> "DeleteOptions";
            case GET, LIST, WATCH -> throw new IllegalArgumentException("not a write: " + verb);
        };
    }
}
