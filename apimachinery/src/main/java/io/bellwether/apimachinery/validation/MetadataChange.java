package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What an update may not do to metadata. */
final class MetadataChange {

    private static final List<String> IMMUTABLE =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private MetadataChange() {}

    static List<Cause> check(ApiObject oldObject, ApiObject newObject) {
        List<Cause> causes = new ArrayList<>();
        for (String field : IMMUTABLE) {
            JsonNode oldValue = oldObject.metadata().get(field);
            JsonNode newValue = newObject.metadata().get(field);
            if (!Objects.equals(oldValue, newValue)) {
                String shown = newValue == null ? "" : newValue.asString("");
                causes.add(Cause.invalid("metadata." + field, shown, "field is immutable"));
            }
        }
        if (newObject.generation() < oldObject.generation()) {
            causes.add(Cause.invalid("metadata.generation", newObject.generation(), "must not be decremented"));
        }
        if (oldObject.isDeleting()) {
            causes.addAll(newFinalizers(oldObject, newObject));
        }
        return causes;
    }

    private static List<Cause> newFinalizers(ApiObject oldObject, ApiObject newObject) {
        Set<String> old = Set.copyOf(oldObject.finalizers());
        String added = newObject.finalizers().stream()
                .filter(each -> !old.contains(each))
                .map(each -> "\"" + each + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return added.equals("[]")
                ? List.of()
                : List.of(Cause.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                                + added));
    }
}
