package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.Status;
import tools.jackson.databind.JsonNode;

/** One operation of a JSON patch. */
sealed interface PatchOperation {

    record Add(Pointer path, JsonNode value) implements PatchOperation {}

    record Remove(Pointer path) implements PatchOperation {}

    record Replace(Pointer path, JsonNode value) implements PatchOperation {}

    record Move(Pointer from, Pointer path) implements PatchOperation {}

    record Copy(Pointer from, Pointer path) implements PatchOperation {}

    record Test(Pointer path, JsonNode value) implements PatchOperation {}

    static PatchOperation parse(JsonNode operation) {
        String name = text(operation, "op");
        Pointer path = Pointer.parse(text(operation, "path"));
        return switch (name) {
            case "add" -> new Add(path, value(operation));
            case "remove" -> new Remove(path);
            case "replace" -> new Replace(path, value(operation));
            case "move" -> new Move(Pointer.parse(text(operation, "from")), path);
            case "copy" -> new Copy(Pointer.parse(text(operation, "from")), path);
            case "test" -> new Test(path, value(operation));
            default ->
                throw Status.badRequest("unknown operation in a JSON patch: " + name)
                        .asException();
        };
    }

    private static String text(JsonNode operation, String field) {
        JsonNode value = operation.path(field);
        if (!value.isString()) {
            throw Status.badRequest("an operation of a JSON patch needs the text field \"" + field + "\"")
                    .asException();
        }
        return value.stringValue();
    }

    private static JsonNode value(JsonNode operation) {
        if (!operation.has("value")) {
            throw Status.badRequest("an operation of a JSON patch needs the field \"value\"")
                    .asException();
        }
        return operation.path("value");
    }
}
