package io.bellwether.apimachinery.patch;

import tools.jackson.databind.JsonNode;

/** Equality as JSON patch defines it: numbers by value, objects without regard to order. */
final class JsonEquality {

    private JsonEquality() {}

    static boolean areEqual(JsonNode one, JsonNode other) {
        return one.equals(JsonEquality::compare, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
