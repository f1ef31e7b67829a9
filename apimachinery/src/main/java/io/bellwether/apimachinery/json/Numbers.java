package io.bellwether.apimachinery.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whole numbers in trees. Nodes of different widths are never equal, so every tree uses the narrowest one for a value.
 */
public final class Numbers {

    private Numbers() {}

    /** The node for a whole number. */
    public static JsonNode whole(long value) {
        boolean isInt = value == (int) value;
        return isInt ? JsonNodeFactory.instance.numberNode((int) value) : JsonNodeFactory.instance.numberNode(value);
    }
}
