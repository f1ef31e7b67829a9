package io.bellwether.apimachinery.codec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an object is to be deleted, as the body of the request says. Values are those of the wire, not validated.
 *
 * @param gracePeriodSeconds seconds before the object goes
 * @param preconditionUid the uid that the object must have
 * @param preconditionResourceVersion the resourceVersion that the object must have
 * @param orphanDependents the outdated form of the propagation policy
 * @param propagationPolicy {@code Orphan}, {@code Background} or {@code Foreground}
 * @param dryRun {@code All} for a rehearsal
 */
public record DeleteOptions(
        OptionalLong gracePeriodSeconds,
        Optional<String> preconditionUid,
        Optional<String> preconditionResourceVersion,
        Optional<Boolean> orphanDependents,
        Optional<String> propagationPolicy,
        List<String> dryRun) {

    /** No options. */
    public static final DeleteOptions NONE = new DeleteOptions(
            OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public DeleteOptions {
        Objects.requireNonNull(gracePeriodSeconds, "gracePeriodSeconds");
        Objects.requireNonNull(preconditionUid, "preconditionUid");
        Objects.requireNonNull(preconditionResourceVersion, "preconditionResourceVersion");
        Objects.requireNonNull(orphanDependents, "orphanDependents");
        Objects.requireNonNull(propagationPolicy, "propagationPolicy");
        dryRun = List.copyOf(dryRun);
    }

    /** Reads a tree that the descriptor has checked. */
    static DeleteOptions of(ObjectNode json) {
        JsonNode grace = json.get("gracePeriodSeconds");
        JsonNode preconditions = json.path("preconditions");
        return new DeleteOptions(
                grace == null ? OptionalLong.empty() : OptionalLong.of(grace.longValue()),
                text(preconditions, "uid"),
                text(preconditions, "resourceVersion"),
                json.optional("orphanDependents").map(JsonNode::booleanValue),
                text(json, "propagationPolicy"),
                json.path("dryRun").values().stream().map(JsonNode::stringValue).toList());
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.optional(name).map(JsonNode::stringValue);
    }
}
