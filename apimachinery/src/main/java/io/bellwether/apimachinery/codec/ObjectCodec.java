package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.MetaTypes;
import io.bellwether.apimachinery.kind.Schema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes to objects and back.
 *
 * <p>Decoding checks types, drops what the descriptor does not know, and leads to one canonical tree whatever the form
 * of the body: zero values and nulls are kept or dropped as the descriptor says, times and base64 are rewritten into
 * their canonical form, {@code apiVersion} and {@code kind} are filled in where they are missing.
 *
 * <p>Limits: {@value Trees#DEPTH_LIMIT} levels of nesting, {@value YamlReader#NODE_LIMIT} values in YAML. The size of
 * the body is the caller's to bound.
 *
 * <p>Errors: whatever is wrong with a body is a {@link StatusException} with code 400 whose message names the field.
 */
public final class ObjectCodec {

    private ObjectCodec() {}

    /** Decodes the body of a request that must hold an object of the given kind. */
    public static Decoded decode(byte[] body, MediaType form, KindDescriptor kind, FieldValidation validation) {
        String subject = subject(kind);
        Problems problems = new Problems(validation);
        ObjectNode tree = guarded(subject, () -> read(body, form, kind.schema(), problems));
        ApiObject object = new ApiObject(identified(tree, kind));
        return new Decoded(object, problems.conclude(subject));
    }

    /**
     * Checks and prunes a tree, for instance the result of a patch, as {@link #decode} does a body. The tree is not
     * changed.
     */
    public static Decoded decode(ObjectNode tree, KindDescriptor kind, FieldValidation validation) {
        String subject = subject(kind);
        Problems problems = new Problems(validation);
        ObjectNode decoded =
                guarded(subject, () -> new SchemaReader(Trees.tokens(tree), problems).readRoot(kind.schema()));
        return new Decoded(new ApiObject(identified(decoded, kind)), problems.conclude(subject));
    }

    /**
     * Decodes the body of a deletion. An empty body means no options; {@code kind} and {@code apiVersion} may be
     * absent.
     */
    public static DeleteOptions decodeDeleteOptions(byte[] body, MediaType form) {
        if (body.length == 0) {
            return DeleteOptions.NONE;
        }
        String subject = "the body cannot be handled as DeleteOptions: ";
        Problems problems = new Problems(FieldValidation.IGNORE);
        ObjectNode tree = guarded(subject, () -> read(body, form, MetaTypes.deleteOptions(), problems));
        String kind = tree.path("kind").asString("");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw Status.badRequest(subject + "it is of kind " + kind).asException();
        }
        return DeleteOptions.of(tree);
    }

    /** Reads an object that this program has written, from the store. */
    public static ApiObject decodeStored(byte[] json) {
        return new ApiObject(Trees.parseTrusted(json));
    }

    /** Reads any JSON object from elsewhere, unchecked against a descriptor: what a client receives. */
    public static ApiObject decodeUntyped(byte[] json) {
        if (Trees.parse(json) instanceof ObjectNode object) {
            return new ApiObject(object);
        }
        throw Status.badRequest("the body must be a JSON object").asException();
    }

    /** Writes JSON in UTF-8 without blanks, fields in the order of the tree. */
    public static byte[] encodeJson(ApiObject object) {
        return Trees.write(object.json());
    }

    /** Writes YAML in UTF-8. */
    public static byte[] encodeYaml(ApiObject object) {
        return YamlWriter.write(object.json());
    }

    private static ObjectNode read(byte[] body, MediaType form, Schema.Struct schema, Problems problems) {
        return switch (form) {
            case JSON -> {
                try (JsonParser parser = Trees.tokens(body)) {
                    ObjectNode tree = new SchemaReader(parser, problems).readRoot(schema);
                    requireEnd(parser);
                    yield tree;
                }
            }
            case YAML -> {
                JsonNode tree = YamlReader.read(body, problems);
                if (tree == null) {
                    throw new MalformedBody("the body is empty");
                }
                yield new SchemaReader(Trees.tokens(tree), problems).readRoot(schema);
            }
            case PROTOBUF -> {
                ProtobufEnvelope envelope = ProtobufEnvelope.open(body);
                ObjectNode tree = JsonNodeFactory.instance.objectNode();
                putUnlessEmpty(tree, "kind", envelope.kind());
                putUnlessEmpty(tree, "apiVersion", envelope.apiVersion());
                yield tree.setAll(ProtobufReader.read(envelope.object(), schema));
            }
        };
    }

    private static void requireEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw new MalformedBody("the body goes on after the end of the object");
        }
    }

    /** Fills in a missing identity, as the reference server does; one that is not that of the URL is refused. */
    private static ObjectNode identified(ObjectNode tree, KindDescriptor kind) {
        String apiVersion = tree.path("apiVersion").asString("");
        String kindName = tree.path("kind").asString("");
        if (!apiVersion.isEmpty() && !apiVersion.equals(kind.apiVersion())) {
            throw Status.badRequest("the API version in the data (" + apiVersion
                            + ") does not match the expected API version (" + kind.apiVersion() + ")")
                    .asException();
        }
        if (!kindName.isEmpty() && !kindName.equals(kind.kind())) {
            throw Status.badRequest(kindName + " in version \"" + kind.apiVersion() + "\" cannot be handled as a "
                            + kind.kind())
                    .asException();
        }
        if (!apiVersion.isEmpty() && !kindName.isEmpty()) {
            return tree;
        }
        ObjectNode complete = JsonNodeFactory.instance.objectNode();
        complete.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        return complete.setAll(tree);
    }

    private static String subject(KindDescriptor kind) {
        return kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.kind() + ": ";
    }

    private static ObjectNode guarded(String subject, Reading reading) {
        try {
            return reading.read();
        } catch (MalformedBody malformed) {
            throw Status.badRequest(subject + malformed.why()).asException();
        } catch (JacksonException malformed) {
            throw Status.badRequest(subject + "the body is malformed: " + Trees.describe(malformed))
                    .asException();
        }
    }

    private static void putUnlessEmpty(ObjectNode tree, String name, String value) {
        if (!value.isEmpty()) {
            tree.put(name, value);
        }
    }

    @FunctionalInterface
    private interface Reading {
        ObjectNode read();
    }
}
