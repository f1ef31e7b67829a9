package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.json.Numbers;
import io.bellwether.apimachinery.json.UnicodeText;
import io.bellwether.apimachinery.kind.Field;
import io.bellwether.apimachinery.kind.ScalarType;
import io.bellwether.apimachinery.kind.Schema;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads tokens into a tree that has the fields of a schema and no others, in one pass: types are checked, unknown
 * fields skipped, repeated ones reported, times and base64 brought into their canonical form, nulls and zero values
 * treated as {@link Zero} says.
 *
 * <p>The tokens may come from JSON text or from a tree (YAML, the result of a patch). The parser bounds the depth, and
 * with it the recursion here.
 */
final class SchemaReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Problems problems;

    SchemaReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** Reads the one object of the input. */
    ObjectNode readRoot(Schema.Struct schema) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedBody("the body must be an object");
        }
        return struct(schema);
    }

    private ObjectNode struct(Schema.Struct schema) {
        ObjectNode object = NODES.objectNode();
        Set<String> omitted = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            Field field = schema.field(name);
            if (field == null) {
                unknown();
                continue;
            }
            JsonNode value = value(field.schema());
            JsonNode earlier = object.remove(name);
            if (earlier != null || (omitted != null && omitted.contains(name))) {
                duplicate();
            }
            if (value != null && !Zero.isOmitted(field, value)) {
                object.set(name, value);
            } else {
                omitted = omitted == null ? new HashSet<>() : omitted;
                omitted.add(name);
            }
        }
        Zero.complete(object, schema);
        return object;
    }

    /** The value at the current token; null for a JSON null. */
    private @Nullable JsonNode value(Schema schema) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (schema) {
            case Schema.Scalar scalar -> scalar(scalar.type());
            case Schema.Struct struct -> {
                expect(JsonToken.START_OBJECT, "an object");
                yield struct(struct);
            }
            case Schema.MapOf map -> {
                expect(JsonToken.START_OBJECT, "an object");
                yield map(map.values());
            }
            case Schema.ListOf list -> {
                expect(JsonToken.START_ARRAY, "a list");
                yield list(list.items());
            }
            case Schema.RawObject raw -> {
                expect(JsonToken.START_OBJECT, "an object");
                yield anything();
            }
        };
    }

    private JsonNode valueOrZero(Schema schema) {
        JsonNode value = value(schema);
        return value == null ? Zero.of(schema) : value;
    }

    private ObjectNode map(Schema values) {
        ObjectNode map = NODES.objectNode();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (map.replace(UnicodeText.withoutLoneSurrogates(key), valueOrZero(values)) != null) {
                duplicate();
            }
        }
        return map;
    }

    private ArrayNode list(Schema items) {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(valueOrZero(items));
        }
        return list;
    }

    private JsonNode scalar(ScalarType type) {
        return switch (type) {
            case BOOLEAN -> bool();
            case INT32 -> Numbers.whole(integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> Numbers.whole(integer(Long.MIN_VALUE, Long.MAX_VALUE));
            case STRING, BYTES, TIME, MICRO_TIME -> text(type);
            case INT_OR_STRING ->
                parser.currentToken() == JsonToken.VALUE_STRING
                        ? text(type)
                        : Numbers.whole(integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
        };
    }

    private JsonNode bool() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw mismatch("true or false");
        }
        return NODES.booleanNode(token == JsonToken.VALUE_TRUE);
    }

    private long integer(long minimum, long maximum) {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw mismatch("a whole number of at most 64 bits");
        }
        long value = parser.getLongValue();
        if (value < minimum || value > maximum) {
            throw mismatch("a whole number of at most 32 bits");
        }
        return value;
    }

    private JsonNode text(ScalarType type) {
        expect(JsonToken.VALUE_STRING, "a string");
        String text = UnicodeText.withoutLoneSurrogates(parser.getString());
        return NODES.stringNode(Scalars.canonical(type, text).orElseThrow(() -> mismatch(form(type))));
    }

    private static String form(ScalarType type) {
        return switch (type) {
            case BYTES -> "standard base64";
            case TIME -> "a time in RFC 3339";
            case MICRO_TIME -> "a time in RFC 3339 with six digits after the point";
            case STRING, INT_OR_STRING -> "a string";
            case BOOLEAN -> "true or false";
            case INT32, INT64 -> "a whole number";
        };
    }

    /** Any value, as it is. */
    private JsonNode anything() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    if (object.replace(UnicodeText.withoutLoneSurrogates(name), anything()) != null) {
                        duplicate();
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode list = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(anything());
                }
                yield list;
            }
            case VALUE_STRING -> NODES.stringNode(UnicodeText.withoutLoneSurrogates(parser.getString()));
            case VALUE_NUMBER_INT -> Numbers.whole(integer(Long.MIN_VALUE, Long.MAX_VALUE));
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw mismatch("a value");
        };
    }

    private JsonNode finite(double value) {
        if (!Double.isFinite(value)) {
            throw mismatch("a number within the range of 64-bit floating point");
        }
        return NODES.numberNode(value);
    }

    private void unknown() {
        if (problems.isCollecting()) {
            problems.unknownField(path());
        }
        parser.skipChildren();
    }

    private void duplicate() {
        if (problems.isCollecting()) {
            problems.duplicateField(path());
        }
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw mismatch(what);
        }
    }

    private MalformedBody mismatch(String wanted) {
        return new MalformedBody("field \"" + path() + "\" must be " + wanted + ", found " + found());
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "nothing";
        };
    }

    private String path() {
        return Paths.of(parser.streamReadContext());
    }
}
