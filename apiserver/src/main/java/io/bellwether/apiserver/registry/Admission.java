package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import java.util.List;

/**
 * The hooks, in the order in which they are called.
 *
 * @param mutating before validation
 * @param validating after validation; these also see deletions
 */
public record Admission(List<MutatingAdmission> mutating, List<ValidatingAdmission> validating) {

    /** No hooks. */
    public static final Admission NONE = new Admission(List.of(), List.of());

    public Admission {
        mutating = List.copyOf(mutating);
        validating = List.copyOf(validating);
    }

    ApiObject mutate(AdmissionRequest request) {
        AdmissionRequest current = request;
        for (MutatingAdmission hook : mutating) {
            current = current.with(hook.admit(current));
        }
        return current.object();
    }

    void validate(AdmissionRequest request) {
        validating.forEach(hook -> hook.validate(request));
    }
}
