package io.bellwether.apimachinery.patch;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON merge patch.
 *
 * <p>Source: RFC 7386, section 2.
 */
final class MergePatch {

    private MergePatch() {}

    /** The patched tree; shares with target and patch what is the same in them. */
    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target instanceof ObjectNode present) {
            result.setAll(present);
        }
        changes.forEachEntry((name, value) -> {
            if (value.isNull()) {
                result.remove(name);
            } else {
                JsonNode old = result.get(name);
                result.set(name, apply(old == null ? JsonNodeFactory.instance.missingNode() : old, value));
            }
        });
        return result;
    }
}
