package io.bellwether.apimachinery.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds a tree from tokens. The parser bounds the depth, and with it the recursion here. */
final class TreeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The one value of the input. */
    JsonNode readAll() {
        if (parser.nextToken() == null) {
            throw malformed("there is no value");
        }
        JsonNode value = value();
        if (parser.nextToken() != null) {
            throw malformed("the text goes on after the end of the value");
        }
        return value;
    }

    private JsonNode value() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> NODES.stringNode(UnicodeText.withoutLoneSurrogates(parser.getString()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> floating();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw malformed("a value is missing");
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            object.set(UnicodeText.withoutLoneSurrogates(name), value());
        }
        return object;
    }

    private ArrayNode list() {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value());
        }
        return list;
    }

    private JsonNode integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(parser.getBigIntegerValue())
                : Numbers.whole(parser.getLongValue());
    }

    private JsonNode floating() {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw malformed("a number is beyond the range of 64-bit floating point");
        }
        return NODES.numberNode(value);
    }

    private StreamReadException malformed(String why) {
        return new StreamReadException(parser, why);
    }
}
