package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.json.Numbers;
import io.bellwether.apimachinery.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLSchema;

/**
 * Reads the first document of YAML text into a tree. Aliases stand for a copy of what their anchor marks, and
 * {@code <<} merges it into a map.
 *
 * <p>Limits: the tree may have {@value #NODE_LIMIT} nodes with all aliases written out. An alias costs as many nodes as
 * it stands for, and shares them, so that neither time nor memory grows with what an alias bomb would expand to.
 */
final class YamlReader {

    /** Far more than an object for people has; reading as many takes some tenths of a second. */
    static final int NODE_LIMIT = 100_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(Trees.CONSTRAINTS)
            .yamlSchema(YAMLSchema.CORE)
            .build();

    private final YAMLParser parser;
    private final Problems problems;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** What an anchor marks, with the number of nodes that it stands for. */
    private record Anchored(JsonNode node, int size) {}

    /** Reads the first document; null when there is none. */
    static @Nullable JsonNode read(byte[] yaml, Problems problems) {
        String text = new String(yaml, StandardCharsets.UTF_8);
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == null ? null : new YamlReader((YAMLParser) parser, problems).node();
        }
    }

    private JsonNode node() {
        if (parser.currentToken() == JsonToken.VALUE_STRING && parser.isCurrentAlias()) {
            return alias();
        }
        String anchor = parser.getObjectId();
        int before = nodes;
        count(1);
        JsonNode node = switch (parser.currentToken()) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new MalformedBody("the body is not valid YAML: unexpected " + parser.currentToken());
        };
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, nodes - before));
        }
        return node;
    }

    private JsonNode alias() {
        String name = parser.getString();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw new MalformedBody(
                    "the body is not valid YAML: nothing before it is marked with the anchor of alias *" + name);
        }
        count(anchored.size());
        return anchored.node();
    }

    private JsonNode integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(parser.getBigIntegerValue())
                : Numbers.whole(parser.getLongValue());
    }

    private ObjectNode map() {
        ObjectNode map = NODES.objectNode();
        ObjectNode merged = NODES.objectNode();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            JsonNode value = node();
            if (key.equals("<<") && value.isContainer()) {
                merge(merged, value);
            } else if (map.replace(key, value) != null && problems.isCollecting()) {
                problems.duplicateField(Paths.of(parser.streamReadContext()));
            }
        }
        merged.forEachEntry(map::putIfAbsent);
        return map;
    }

    /** A map, or a list of maps of which the earlier ones win. */
    private static void merge(ObjectNode merged, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.forEachEntry(merged::putIfAbsent);
        } else if (value instanceof ArrayNode list) {
            list.values().forEach(each -> merge(merged, each));
        } else {
            throw new MalformedBody("the body is not valid YAML: << needs a map");
        }
    }

    private ArrayNode list() {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(node());
        }
        return list;
    }

    private void count(int more) {
        nodes += more;
        if (nodes > NODE_LIMIT) {
            throw new MalformedBody("the body has more than " + NODE_LIMIT + " values with its aliases written out");
        }
    }
}
