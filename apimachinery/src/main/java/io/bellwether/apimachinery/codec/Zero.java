package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.kind.Field;
import io.bellwether.apimachinery.kind.Presence;
import io.bellwether.apimachinery.kind.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The zero values of types. One and the same object may come with its zero values written (protobuf), as nulls, or not
 * at all; {@link Presence} decides which of them stay, so that all forms lead to one tree.
 */
final class Zero {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Zero() {}

    /** Whether the field is left out because of its value. */
    static boolean isOmitted(Field field, JsonNode value) {
        return field.presence() == Presence.OMIT_ZERO && isZero(value);
    }

    /** Adds the fields that are always present and were not given. */
    static void complete(ObjectNode object, Schema.Struct schema) {
        for (Field field : schema.alwaysPresent()) {
            if (!object.has(field.name())) {
                object.set(field.name(), of(field.schema()));
            }
        }
    }

    /** The zero value of a type. */
    static JsonNode of(Schema schema) {
        return switch (schema) {
            case Schema.Scalar scalar ->
                switch (scalar.type()) {
                    case BOOLEAN -> NODES.booleanNode(false);
                    case INT32, INT64, INT_OR_STRING -> NODES.numberNode(0);
                    case STRING, BYTES, TIME, MICRO_TIME -> NODES.stringNode("");
                };
            case Schema.ListOf list -> NODES.arrayNode();
            case Schema.MapOf map -> NODES.objectNode();
            case Schema.RawObject raw -> NODES.objectNode();
            case Schema.Struct struct -> {
                ObjectNode object = NODES.objectNode();
                complete(object, struct);
                yield object;
            }
        };
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue().isEmpty();
            case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() == 0;
            case BOOLEAN -> !value.booleanValue();
            case ARRAY, OBJECT -> value.isEmpty();
            case NULL, MISSING, BINARY, POJO -> false;
        };
    }
}
