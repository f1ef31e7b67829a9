package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import java.util.List;

/**
 * An event stands in the namespace of the object that it is about; events about cluster-scoped objects stand in
 * {@code default}.
 */
final class EventRules implements KindRules {

    private static final String NAMESPACE_OF_CLUSTER_SCOPED = "default";

    @Override
    public ApiObject defaulted(ApiObject object) {
        return object;
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        String involved = object.json().path("involvedObject").path("namespace").asString("");
        String expected = involved.isEmpty() ? NAMESPACE_OF_CLUSTER_SCOPED : involved;
        // The reference server lets components of the system report on cluster-scoped objects from their own namespace.
        boolean isLenient = involved.isEmpty() && object.namespace().equals("kube-system");
        return expected.equals(object.namespace()) || isLenient
                ? List.of()
                : List.of(Cause.invalid("involvedObject.namespace", involved, "does not match event.namespace"));
    }

    @Override
    public List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject) {
        return validateCreate(newObject);
    }

    @Override
    public List<Cause> validateName(String name, String field) {
        return PlainRules.subdomain(name, field);
    }
}
