package io.bellwether.apimachinery.json;

import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a tree as tokens. */
final class TreeWriter {

    private TreeWriter() {}

    static void write(JsonNode node, JsonGenerator generator) {
        switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node, generator);
            case ARRAY -> list((ArrayNode) node, generator);
            case STRING -> generator.writeString(node.stringValue());
            case NUMBER -> number(node, generator);
            case BOOLEAN -> generator.writeBoolean(node.booleanValue());
            case NULL -> generator.writeNull();
            case BINARY, POJO, MISSING ->
                throw new IllegalArgumentException("a tree of JSON holds no " + node.getNodeType());
        }
    }

    private static void object(ObjectNode object, JsonGenerator generator) {
        generator.writeStartObject();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            generator.writeName(entry.getKey());
            write(entry.getValue(), generator);
        }
        generator.writeEndObject();
    }

    private static void list(ArrayNode list, JsonGenerator generator) {
        generator.writeStartArray();
        for (JsonNode item : list.values()) {
            write(item, generator);
        }
        generator.writeEndArray();
    }

    private static void number(JsonNode node, JsonGenerator generator) {
        switch (node.numberType()) {
            case INT -> generator.writeNumber(node.intValue());
            case LONG -> generator.writeNumber(node.longValue());
            case BIG_INTEGER -> generator.writeNumber(node.bigIntegerValue());
            case FLOAT, DOUBLE -> generator.writeNumber(node.doubleValue());
            case BIG_DECIMAL -> generator.writeNumber(node.decimalValue());
        }
    }
}
