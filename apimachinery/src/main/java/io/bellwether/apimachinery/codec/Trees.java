package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.Status;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON text and trees that no descriptor checks: objects from the store, the bodies of patches, answers of other
 * servers.
 *
 * <p>Limits: {@value #DEPTH_LIMIT} levels; what is deeper is refused, so that everything that walks a tree may recurse.
 */
public final class Trees {

    /** Deepest nesting of objects and lists, in levels. */
    public static final int DEPTH_LIMIT = 1000;

    static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build();

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Trees() {}

    /** Reads any JSON from a client. Text that is no Unicode is made whole; of repeated fields the last counts. */
    public static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(checkedUtf8(json));
        } catch (JacksonException malformed) {
            throw badJson(malformed);
        } catch (MalformedBody malformed) {
            throw Status.badRequest(malformed.why()).asException();
        }
    }

    /** Reads an object that this program has written: no checks but those of JSON itself. */
    public static ObjectNode parseTrusted(byte[] json) {
        return (ObjectNode) MAPPER.readTree(json);
    }

    /** Writes a tree as JSON in UTF-8, without blanks, fields in the order of the tree. */
    public static byte[] write(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    static JsonParser parser(byte[] json) {
        return MAPPER.createParser(checkedUtf8(json));
    }

    static JsonParser parser(JsonNode tree) {
        return MAPPER.treeAsTokens(tree);
    }

    /** What is wrong with a text, in one line without its content. */
    static String describe(JacksonException malformed) {
        String message = Objects.requireNonNullElse(malformed.getOriginalMessage(), "malformed text");
        String line = message.lines().findFirst().orElse("malformed text");
        // What follows are switches of the library, which no client can turn.
        int advice = line.indexOf(": enable `");
        return advice < 0 ? line : line.substring(0, advice);
    }

    private static RuntimeException badJson(JacksonException malformed) {
        return Status.badRequest("the body is not valid JSON: " + describe(malformed))
                .asException();
    }

    /** A NUL among the first bytes would make the parser take the text for UTF-16 or UTF-32. */
    private static byte[] checkedUtf8(byte[] json) {
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == 0) {
                throw new MalformedBody("the body is not valid JSON: it must be in UTF-8");
            }
        }
        return Text.validUtf8(json);
    }
}
