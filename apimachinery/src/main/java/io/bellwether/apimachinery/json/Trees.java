package io.bellwether.apimachinery.json;

import io.bellwether.apimachinery.Status;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.TreeTraversingParser;

/**
 * JSON text and trees that no descriptor checks: objects from the store, the bodies of patches, answers of other
 * servers.
 *
 * <p>Limits: {@value #DEPTH_LIMIT} levels; what is deeper is refused, so that everything that walks a tree may recurse.
 *
 * <p>Threads: any.
 */
public final class Trees {

    /** Deepest nesting of objects and lists, in levels. */
    public static final int DEPTH_LIMIT = 1000;

    /** What every reader of text must obey. */
    public static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build();

    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private static final int USUAL_OBJECT_BYTES = 2048;

    private Trees() {}

    /**
     * Reads any JSON from outside. Text that is no Unicode is made whole; of repeated fields the last counts.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 when it is no JSON
     */
    public static JsonNode parse(byte[] json) {
        try {
            return read(tokens(json));
        } catch (JacksonException malformed) {
            throw Status.badRequest("the body is not valid JSON: " + describe(malformed))
                    .asException();
        }
    }

    /**
     * Reads an object that this program has written.
     *
     * @throws JacksonException when it is damaged
     */
    public static ObjectNode parseTrusted(byte[] json) {
        return (ObjectNode) parseTrusted(json, 0);
    }

    /**
     * Reads what this program has written behind an offset.
     *
     * @throws JacksonException when it is damaged
     */
    public static JsonNode parseTrusted(byte[] bytes, int offset) {
        return read(JSON.createParser(ObjectReadContext.empty(), bytes, offset, bytes.length - offset));
    }

    /**
     * Reads any JSON from outside as {@link #parse} does, for callers who have no client to answer.
     *
     * @throws JacksonException when it is no JSON
     */
    public static JsonNode read(byte[] json) {
        return read(JSON.createParser(ObjectReadContext.empty(), UnicodeText.validUtf8(json)));
    }

    /**
     * Reads the one value of a parser, whatever its format, and closes it.
     *
     * @throws JacksonException when there is none, or more than one
     */
    public static JsonNode read(JsonParser parser) {
        try (parser) {
            return new TreeReader(parser).readAll();
        }
    }

    /** Writes a tree as JSON in UTF-8, without blanks, fields in the order of the tree. */
    public static byte[] write(JsonNode tree) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_OBJECT_BYTES)) {
            try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
                write(tree, generator);
            }
            return bytes.toByteArray();
        }
    }

    /** The same as text; what a {@code toString} of Jackson says, without its mapper. Empty for what is missing. */
    public static String text(JsonNode tree) {
        return tree.isMissingNode() ? "" : new String(write(tree), StandardCharsets.UTF_8);
    }

    /** Writes a tree as tokens. */
    public static void write(JsonNode tree, JsonGenerator generator) {
        TreeWriter.write(tree, generator);
    }

    /**
     * The tokens of JSON text from outside.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 when it cannot be in UTF-8
     */
    public static JsonParser tokens(byte[] json) {
        requireUtf8(json);
        return JSON.createParser(ObjectReadContext.empty(), UnicodeText.validUtf8(json));
    }

    /** The tokens of a tree. */
    public static JsonParser tokens(JsonNode tree) {
        return new TreeTraversingParser(tree, ObjectReadContext.empty());
    }

    /** What is wrong with a text, in one line. */
    public static String describe(JacksonException malformed) {
        String message = Objects.requireNonNullElse(malformed.getOriginalMessage(), "malformed text");
        String line = message.lines().findFirst().orElse("malformed text");
        // What follows are switches of the library, which no client can turn.
        int advice = line.indexOf(": enable `");
        return advice < 0 ? line : line.substring(0, advice);
    }

    /** A NUL among the first bytes would make the parser take the text for UTF-16 or UTF-32. */
    private static void requireUtf8(byte[] json) {
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == 0) {
                throw Status.badRequest("the body is not valid JSON: it must be in UTF-8")
                        .asException();
            }
        }
    }
}
