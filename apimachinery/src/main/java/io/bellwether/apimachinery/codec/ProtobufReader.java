package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.json.Numbers;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.Field;
import io.bellwether.apimachinery.kind.ScalarType;
import io.bellwether.apimachinery.kind.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads protobuf messages into the tree that the same object's JSON would give, by the field numbers of the descriptor.
 * Unknown fields are skipped: they come from newer clients.
 */
final class ProtobufReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Descriptors do not recurse today; the bound holds for those that will. */
    private static final int DEPTH_LIMIT = 100;

    private ProtobufReader() {}

    static ObjectNode read(ProtobufCursor message, Schema.Struct schema) {
        ObjectNode object = NODES.objectNode();
        merge(object, message, schema, 0);
        return object;
    }

    private static void merge(ObjectNode object, ProtobufCursor message, Schema.Struct schema, int depth) {
        if (depth > DEPTH_LIMIT) {
            throw new MalformedBody("the body is not valid protobuf: messages nest too deep");
        }
        while (message.hasMore()) {
            int tag = message.tag();
            Field field = schema.fieldByNumber(tag >>> 3);
            if (field == null) {
                message.skip(tag & 7);
                continue;
            }
            JsonNode value = value(message, tag & 7, field.schema(), object.get(field.name()), depth);
            object.set(field.name(), value);
        }
        dropOmitted(object, schema);
        Zero.complete(object, schema);
    }

    /** Only at the end, since a later occurrence of a field replaces or extends an earlier one. */
    private static void dropOmitted(ObjectNode object, Schema.Struct schema) {
        object.properties().removeIf(entry -> {
            Field field = schema.field(entry.getKey());
            return entry.getValue().isNull() || (field != null && Zero.isOmitted(field, entry.getValue()));
        });
    }

    private static JsonNode value(
            ProtobufCursor message, int wireType, Schema schema, @Nullable JsonNode earlier, int depth) {
        return switch (schema) {
            case Schema.Scalar scalar -> scalar(message, wireType, scalar.type());
            case Schema.ListOf list -> {
                ArrayNode items = earlier instanceof ArrayNode present ? present : NODES.arrayNode();
                yield items.add(value(message, wireType, list.items(), null, depth));
            }
            case Schema.MapOf map -> {
                ObjectNode entries = earlier instanceof ObjectNode present ? present : NODES.objectNode();
                entry(entries, embedded(message, wireType), map.values(), depth);
                yield entries;
            }
            case Schema.Struct struct -> {
                ObjectNode object = earlier instanceof ObjectNode present ? present : NODES.objectNode();
                merge(object, embedded(message, wireType), struct, depth + 1);
                yield object;
            }
            case Schema.RawObject raw -> rawObject(embedded(message, wireType));
        };
    }

    private static void entry(ObjectNode entries, ProtobufCursor entry, Schema values, int depth) {
        String key = "";
        JsonNode value = Zero.of(values);
        while (entry.hasMore()) {
            int tag = entry.tag();
            switch (tag >>> 3) {
                case 1 -> key = text(entry, tag & 7);
                case 2 -> value = value(entry, tag & 7, values, null, depth);
                default -> entry.skip(tag & 7);
            }
        }
        entries.set(key, value);
    }

    private static JsonNode scalar(ProtobufCursor message, int wireType, ScalarType type) {
        return switch (type) {
            case STRING -> NODES.stringNode(text(message, wireType));
            case BOOLEAN -> NODES.booleanNode(varint(message, wireType) != 0);
            case INT32 -> NODES.numberNode((int) varint(message, wireType));
            case INT64 -> Numbers.whole(varint(message, wireType));
            case BYTES -> {
                require(wireType, ProtobufCursor.BYTES);
                yield NODES.stringNode(Base64.getEncoder().encodeToString(message.byteString()));
            }
            case TIME -> time(embedded(message, wireType), ScalarType.TIME);
            case MICRO_TIME -> time(embedded(message, wireType), ScalarType.MICRO_TIME);
            case INT_OR_STRING -> intOrString(embedded(message, wireType));
        };
    }

    /** An empty message is no time at all: that is how clients write an absent one. */
    private static JsonNode time(ProtobufCursor message, ScalarType type) {
        if (!message.hasMore()) {
            return NODES.nullNode();
        }
        long seconds = 0;
        int nanos = 0;
        while (message.hasMore()) {
            int tag = message.tag();
            switch (tag >>> 3) {
                case 1 -> seconds = varint(message, tag & 7);
                case 2 -> nanos = (int) varint(message, tag & 7);
                default -> message.skip(tag & 7);
            }
        }
        return NODES.stringNode(formatTime(seconds, nanos, type));
    }

    private static String formatTime(long seconds, int nanos, ScalarType type) {
        try {
            Instant instant = Instant.ofEpochSecond(seconds, nanos);
            String text = type == ScalarType.TIME ? Times.formatSeconds(instant) : Times.formatMicros(instant);
            return Scalars.canonical(type, text).orElseThrow(ProtobufReader::outOfRange);
        } catch (DateTimeException | ArithmeticException beyondTheCalendar) {
            throw outOfRange();
        }
    }

    private static MalformedBody outOfRange() {
        return new MalformedBody("the body is not valid protobuf: a time beyond the year 9999");
    }

    private static JsonNode intOrString(ProtobufCursor message) {
        long type = 0;
        int number = 0;
        String text = "";
        while (message.hasMore()) {
            int tag = message.tag();
            switch (tag >>> 3) {
                case 1 -> type = varint(message, tag & 7);
                case 2 -> number = (int) varint(message, tag & 7);
                case 3 -> text = text(message, tag & 7);
                default -> message.skip(tag & 7);
            }
        }
        return type == 0 ? NODES.numberNode(number) : NODES.stringNode(text);
    }

    /** Field 1 holds JSON text. */
    private static JsonNode rawObject(ProtobufCursor message) {
        JsonNode value = NODES.nullNode();
        while (message.hasMore()) {
            int tag = message.tag();
            if (tag >>> 3 == 1) {
                require(tag & 7, ProtobufCursor.BYTES);
                byte[] json = message.byteString();
                value = json.length == 0 ? NODES.nullNode() : Trees.parse(json);
            } else {
                message.skip(tag & 7);
            }
        }
        if (!value.isObject() && !value.isNull()) {
            throw new MalformedBody("the body is not valid protobuf: a raw value that is no JSON object");
        }
        return value;
    }

    private static String text(ProtobufCursor message, int wireType) {
        require(wireType, ProtobufCursor.BYTES);
        return message.text();
    }

    private static long varint(ProtobufCursor message, int wireType) {
        require(wireType, ProtobufCursor.VARINT);
        return message.varint();
    }

    private static ProtobufCursor embedded(ProtobufCursor message, int wireType) {
        require(wireType, ProtobufCursor.BYTES);
        return message.message();
    }

    private static void require(int wireType, int wanted) {
        if (wireType != wanted) {
            throw new MalformedBody("the body is not valid protobuf: a field has another type");
        }
    }
}
