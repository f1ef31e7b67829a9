package io.bellwether.apiserver.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether two trees mean the same: the order of fields does not matter, nor whether a number came as an int or a long.
 *
 * <p>Threads: stateless.
 */
final class SameJson {

    private static final Comparator<JsonNode> BY_MEANING = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private SameJson() {}

    /** Whether the trees are the same but for these fields of the root. */
    static boolean equalExcept(ObjectNode one, ObjectNode other, Collection<String> fields) {
        return without(one, fields).equals(BY_MEANING, without(other, fields));
    }

    /** Whether the trees are the same. */
    static boolean equal(ObjectNode one, ObjectNode other) {
        return equalExcept(one, other, List.of());
    }

    private static ObjectNode without(ObjectNode node, Collection<String> fields) {
        if (fields.isEmpty()) {
            return node;
        }
        ObjectNode rest = node.objectNode();
        node.forEachEntry((name, value) -> {
            if (!fields.contains(name)) {
                rest.set(name, value);
            }
        });
        return rest;
    }
}
