package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A lease lasts some time; what coordinated election adds holds together. */
final class LeaseRules implements KindRules {

    private static final String OLDEST_EMULATION_VERSION = "OldestEmulationVersion";

    @Override
    public ApiObject defaulted(ApiObject object) {
        return object;
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        List<Cause> causes = new ArrayList<>();
        JsonNode spec = object.json().path("spec");
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isInt() && duration.intValue() <= 0) {
            causes.add(Cause.invalid("spec.leaseDurationSeconds", duration.intValue(), "must be greater than 0"));
        }
        JsonNode transitions = spec.path("leaseTransitions");
        if (transitions.isInt() && transitions.intValue() < 0) {
            causes.add(Cause.invalid(
                    "spec.leaseTransitions", transitions.intValue(), "must be greater than or equal to 0"));
        }
        checkStrategy(spec, causes);
        return causes;
    }

    private static void checkStrategy(JsonNode spec, List<Cause> causes) {
        String preferredHolder = spec.path("preferredHolder").asString("");
        if (!spec.has("strategy")) {
            if (!preferredHolder.isEmpty()) {
                causes.add(Cause.forbidden("spec.preferredHolder", "may only be specified when `strategy` is defined"));
            }
            return;
        }
        String strategy = spec.path("strategy").asString("");
        if (!strategy.equals(OLDEST_EMULATION_VERSION)) {
            Names.checkQualifiedName(strategy)
                    .ifPresent(problem -> causes.add(Cause.invalid("spec.strategy", strategy, problem)));
        }
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
