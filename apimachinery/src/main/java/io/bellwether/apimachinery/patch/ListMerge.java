package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.kind.MergeRules;
import io.bellwether.apimachinery.kind.Schema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges lists item by item: scalars as a set, objects by their merge key. The items of the patch come in its order,
 * new ones before those that it does not know, as the reference server has it. Linear in the lengths of both lists but
 * for the sorting.
 */
final class ListMerge {

    private ListMerge() {}

    static ArrayNode merge(ArrayNode present, ArrayNode changes, MergeRules rules, @Nullable Schema items) {
        ArrayNode merged = rules.mergeKey().isEmpty()
                ? union(present, changes)
                : mergeByKey(present, changes, rules.mergeKey(), items);
        return new ElementOrder(rules.mergeKey(), changes, present).arrange(merged);
    }

    private static ArrayNode union(ArrayNode present, ArrayNode changes) {
        Set<JsonNode> values = new LinkedHashSet<>(present.values());
        values.addAll(changes.values());
        return list(values);
    }

    private static ArrayNode mergeByKey(ArrayNode present, ArrayNode changes, String key, @Nullable Schema items) {
        if (asksForReplacement(changes)) {
            return (ArrayNode) Directives.plain(changes);
        }
        Map<JsonNode, JsonNode> byKey = LinkedHashMap.newLinkedHashMap(present.size() + changes.size());
        present.values().forEach(each -> byKey.put(keyOrSelf(each, key), each));
        for (JsonNode change : changes) {
            ObjectNode object = requireKeyed(change, key);
            JsonNode id = object.get(key);
            if (Directives.mode(object) == Directives.Mode.DELETE) {
                byKey.remove(id);
            } else if (byKey.get(id) instanceof ObjectNode old) {
                byKey.put(id, StrategicMerge.merge(old, object, items));
            } else {
                byKey.put(id, Directives.plain(object));
            }
        }
        return list(byKey.values());
    }

    /** An item {@code {$patch: replace}} has the whole list replaced by the other items of the patch. */
    private static boolean asksForReplacement(ArrayNode changes) {
        return changes.values().stream()
                .anyMatch(each -> each instanceof ObjectNode object
                        && object.size() == 1
                        && Directives.mode(object) == Directives.Mode.REPLACE);
    }

    private static JsonNode keyOrSelf(JsonNode item, String key) {
        JsonNode id = item.get(key);
        return id == null ? item : id;
    }

    private static ObjectNode requireKeyed(JsonNode change, String key) {
        boolean hasKey = change.path(key).isValueNode() && !change.path(key).isNull();
        if (hasKey && change instanceof ObjectNode object) {
            return object;
        }
        throw Directives.malformed("an item of a list does not have the declared merge key: " + key);
    }

    private static ArrayNode list(Iterable<JsonNode> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        return list;
    }
}
