package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.Status;
import java.util.ArrayList;
import java.util.List;

/** Collects what {@link FieldValidation} decides about. Owned by one decoding. */
final class Problems {

    /** More than this many are not told: a body may have a million of them. */
    private static final int LIMIT = 100;

    private final FieldValidation validation;
    private final List<String> found = new ArrayList<>();

    Problems(FieldValidation validation) {
        this.validation = validation;
    }

    /** Whether anybody wants to know: spares the computing of paths. */
    boolean isCollecting() {
        return validation != FieldValidation.IGNORE && found.size() < LIMIT;
    }

    void unknownField(String path) {
        add("unknown field \"" + path + "\"");
    }

    void duplicateField(String path) {
        add("duplicate field \"" + path + "\"");
    }

    /** The warnings; or the refusal, under {@link FieldValidation#STRICT}. */
    List<String> conclude(String subject) {
        if (validation == FieldValidation.STRICT && !found.isEmpty()) {
            throw Status.badRequest(subject + "strict decoding error: " + String.join(", ", found))
                    .asException();
        }
        return found;
    }

    private void add(String problem) {
        if (isCollecting()) {
            found.add(problem);
        }
    }
}
