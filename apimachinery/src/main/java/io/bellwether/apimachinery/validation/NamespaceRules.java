package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Namespaces carry their name as a label, so that selectors can name them; their finalizers stand in the spec. */
final class NamespaceRules implements KindRules {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public ApiObject defaulted(ApiObject object) {
        if (object.name().isEmpty() || object.name().equals(object.labels().get(NAME_LABEL))) {
            return object;
        }
        return object.editMetadata(metadata -> {
            ObjectNode labels =
                    metadata.get("labels") instanceof ObjectNode present ? present : metadata.putObject("labels");
            labels.put(NAME_LABEL, object.name());
        });
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        List<Cause> causes = new ArrayList<>();
        int index = 0;
        for (JsonNode each : object.json().path("spec").path("finalizers")) {
            String field = "spec.finalizers[" + index++ + "]";
            String finalizer = each.asString("");
            Names.checkQualifiedName(finalizer)
                    .ifPresent(problem -> causes.add(Cause.invalid(field, finalizer, problem)));
            if (finalizer.indexOf('/') < 0 && !finalizer.equals("kubernetes")) {
                causes.add(Cause.invalid(
                        field, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
        return causes;
    }

    @Override
    public List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject) {
        return validateCreate(newObject);
    }

    @Override
    public List<Cause> validateName(String name, String field) {
        return Names.checkLabel(name).map(problem -> Cause.invalid(field, name, problem)).stream()
                .toList();
    }
}
