package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The instructions that stand among the fields of a strategic merge patch. */
final class Directives {

    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
    static final String SET_ORDER = "$setElementOrder/";

    private Directives() {}

    /** What the patch of one object asks for as a whole. */
    enum Mode {
        MERGE,
        REPLACE,
        DELETE
    }

    static Mode mode(ObjectNode patch) {
        JsonNode directive = patch.get(PATCH);
        if (directive == null) {
            return Mode.MERGE;
        }
        return switch (directive.asString("")) {
            case "merge" -> Mode.MERGE;
            case "replace" -> Mode.REPLACE;
            case "delete" -> Mode.DELETE;
            default -> throw malformed("unknown value of " + PATCH + ": " + directive);
        };
    }

    static boolean isDirective(String name) {
        return name.equals(PATCH)
                || name.equals(RETAIN_KEYS)
                || name.startsWith(DELETE_FROM_LIST)
                || name.startsWith(SET_ORDER);
    }

    /** The list that a directive must have as its value. */
    static ArrayNode list(String directive, JsonNode value) {
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw malformed(directive + " must be a list");
    }

    /** What a patch value is where nothing stands yet: itself without directives, nulls and items to delete. */
    static JsonNode plain(JsonNode patch) {
        return switch (patch) {
            case ObjectNode object -> {
                ObjectNode plain = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((name, value) -> {
                    if (!isDirective(name) && !value.isNull()) {
                        plain.set(name, plain(value));
                    }
                });
                yield plain;
            }
            case ArrayNode list -> {
                ArrayNode plain = JsonNodeFactory.instance.arrayNode();
                list.values().stream().filter(each -> !isDirectiveItem(each)).forEach(each -> plain.add(plain(each)));
                yield plain;
            }
            default -> patch;
        };
    }

    /** Whether an item of a list deletes another one, or has the list replaced, and is none itself. */
    private static boolean isDirectiveItem(JsonNode item) {
        return item instanceof ObjectNode object
                && (mode(object) == Mode.DELETE || (mode(object) == Mode.REPLACE && object.size() == 1));
    }

    static StatusException malformed(String why) {
        return Status.badRequest("invalid strategic merge patch: " + why).asException();
    }
}
