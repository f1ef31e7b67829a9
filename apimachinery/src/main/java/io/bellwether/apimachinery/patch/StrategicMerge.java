package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.kind.Field;
import io.bellwether.apimachinery.kind.MergeRules;
import io.bellwether.apimachinery.kind.PatchStrategy;
import io.bellwether.apimachinery.kind.Schema;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: a merge patch in which lists merge by the rules of the schema, and directives among the fields
 * ask for more: {@code $patch} (replace, delete or merge the object it stands in), {@code $retainKeys} (drop all other
 * fields), {@code $deleteFromPrimitiveList/x} (take values out of list {@code x}), {@code $setElementOrder/x} (bring
 * list {@code x} into this order).
 *
 * <p>The recursion is bounded by the depth limit of parsed trees.
 */
final class StrategicMerge {

    private StrategicMerge() {}

    /** The patched tree; shares with target and patch what is the same in them. */
    static JsonNode apply(ObjectNode target, ObjectNode patch, Schema.Struct schema) {
        return merge(target, patch, schema);
    }

    static ObjectNode merge(ObjectNode target, ObjectNode patch, @Nullable Schema schema) {
        return switch (Directives.mode(patch)) {
            case REPLACE -> (ObjectNode) Directives.plain(patch);
            case DELETE -> JsonNodeFactory.instance.objectNode();
            case MERGE -> mergeFields(target, patch, schema);
        };
    }

    private static ObjectNode mergeFields(ObjectNode target, ObjectNode patch, @Nullable Schema schema) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().setAll(target);
        retainKeys(result, patch);
        patch.forEachEntry((name, value) -> {
            if (!Directives.isDirective(name)) {
                mergeField(result, name, value, schema);
            }
        });
        patch.forEachEntry((name, value) -> {
            if (name.startsWith(Directives.DELETE_FROM_LIST)) {
                deleteFromList(result, name, Directives.list(name, value));
            }
        });
        patch.forEachEntry((name, value) -> {
            if (name.startsWith(Directives.SET_ORDER)) {
                order(result, target, name, Directives.list(name, value), schema);
            }
        });
        return result;
    }

    private static void mergeField(ObjectNode result, String name, JsonNode value, @Nullable Schema schema) {
        MergeRules rules = rules(schema, name);
        JsonNode old = result.get(name);
        if (value.isNull()) {
            result.remove(name);
        } else if (value instanceof ObjectNode change && isDeletion(change)) {
            result.remove(name);
        } else if (rules.strategies().contains(PatchStrategy.REPLACE)) {
            result.set(name, Directives.plain(value));
        } else if (value instanceof ObjectNode change && old instanceof ObjectNode present) {
            result.set(name, merge(present, change, valueSchema(schema, name)));
        } else if (value instanceof ArrayNode changes && rules.merges()) {
            ArrayNode present = old instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
            result.set(name, ListMerge.merge(present, changes, rules, items(schema, name)));
        } else {
            result.set(name, Directives.plain(value));
        }
    }

    private static boolean isDeletion(ObjectNode change) {
        return Directives.mode(change) == Directives.Mode.DELETE;
    }

    private static void retainKeys(ObjectNode result, ObjectNode patch) {
        JsonNode directive = patch.get(Directives.RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        Set<String> retained = new HashSet<>();
        Directives.list(Directives.RETAIN_KEYS, directive).values().forEach(each -> retained.add(each.asString("")));
        patch.forEachEntry((name, value) -> {
            if (!Directives.isDirective(name) && !value.isNull() && !retained.contains(name)) {
                throw Directives.malformed(
                        Directives.RETAIN_KEYS + " does not name the field " + name + " of the patch");
            }
        });
        result.retain(retained);
    }

    private static void deleteFromList(ObjectNode result, String directive, ArrayNode values) {
        String name = directive.substring(Directives.DELETE_FROM_LIST.length());
        if (!(result.get(name) instanceof ArrayNode list)) {
            return;
        }
        Set<JsonNode> deleted = new HashSet<>(values.values());
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        list.values().stream().filter(each -> !deleted.contains(each)).forEach(kept::add);
        result.set(name, kept);
    }

    private static void order(
            ObjectNode result, ObjectNode target, String directive, ArrayNode order, @Nullable Schema schema) {
        String name = directive.substring(Directives.SET_ORDER.length());
        if (result.get(name) instanceof ArrayNode list) {
            ArrayNode live =
                    target.get(name) instanceof ArrayNode present ? present : JsonNodeFactory.instance.arrayNode();
            result.set(name, new ElementOrder(rules(schema, name).mergeKey(), order, live).arrange(list));
        }
    }

    private static MergeRules rules(@Nullable Schema schema, String name) {
        Field field = schema instanceof Schema.Struct struct ? struct.field(name) : null;
        return field == null ? MergeRules.DEFAULT : field.merge();
    }

    private static @Nullable Schema valueSchema(@Nullable Schema schema, String name) {
        return switch (schema) {
            case Schema.Struct struct -> {
                Field field = struct.field(name);
                yield field == null ? null : field.schema();
            }
            case Schema.MapOf map -> map.values();
            case null, default -> null;
        };
    }

    private static @Nullable Schema items(@Nullable Schema schema, String name) {
        return valueSchema(schema, name) instanceof Schema.ListOf list ? list.items() : null;
    }
}
