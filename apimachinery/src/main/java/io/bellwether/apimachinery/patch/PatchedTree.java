package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.json.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tree while the operations of a JSON patch change it. Owned by one application of one patch. */
final class PatchedTree {

    /**
     * All copies of one patch together may add this many values: doubling a list again and again reaches it after few
     * operations.
     */
    static final int COPY_LIMIT = 200_000;

    private static final int INDEX_DIGITS_LIMIT = 9;

    /** All values put anywhere together, each with what it contains: bounds the time. */
    static final int EXAMINE_LIMIT = 2_000_000;

    private JsonNode root;
    private int copied;
    private int examined;

    PatchedTree(JsonNode root) {
        this.root = root;
    }

    JsonNode root() {
        return root;
    }

    void apply(PatchOperation operation) {
        switch (operation) {
            case PatchOperation.Add add -> add(add.path(), add.value().deepCopy());
            case PatchOperation.Remove remove -> remove(remove.path());
            case PatchOperation.Replace replace ->
                replace(replace.path(), replace.value().deepCopy());
            case PatchOperation.Move move -> move(move.from(), move.path());
            case PatchOperation.Copy copy -> add(copy.path(), copyOf(find(copy.from())));
            case PatchOperation.Test test -> test(test.path(), test.value());
        }
    }

    private void add(Pointer path, JsonNode value) {
        requireDepth(value, Trees.DEPTH_LIMIT - path.segments().size());
        if (path.isRoot()) {
            root = value;
            return;
        }
        switch (parent(path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode list -> {
                int index = path.last().equals("-") ? list.size() : index(path);
                if (index > list.size()) {
                    throw missing(path);
                }
                list.insert(index, value);
            }
            default -> throw missing(path);
        }
    }

    private JsonNode remove(Pointer path) {
        JsonNode removed = find(path);
        if (path.isRoot()) {
            throw unprocessable("the root cannot be removed");
        }
        switch (parent(path)) {
            case ObjectNode object -> object.remove(path.last());
            case ArrayNode list -> list.remove(index(path));
            default -> throw missing(path);
        }
        return removed;
    }

    private void replace(Pointer path, JsonNode value) {
        requireDepth(value, Trees.DEPTH_LIMIT - path.segments().size());
        if (path.isRoot()) {
            root = value;
            return;
        }
        find(path);
        switch (parent(path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode list -> list.set(index(path), value);
            default -> throw missing(path);
        }
    }

    private void move(Pointer from, Pointer path) {
        if (from.isProperPrefixOf(path)) {
            throw unprocessable("a value cannot be moved into itself: " + path);
        }
        if (!from.equals(path)) {
            add(path, remove(from));
        } else {
            find(from);
        }
    }

    private void test(Pointer path, JsonNode expected) {
        if (!JsonEquality.areEqual(find(path), expected)) {
            throw unprocessable("testing path " + path + " has failed");
        }
    }

    private JsonNode copyOf(JsonNode value) {
        int before = examined;
        requireDepth(value, Trees.DEPTH_LIMIT);
        copied += examined - before;
        if (copied > COPY_LIMIT) {
            throw tooLarge("its copies add more than " + COPY_LIMIT + " values");
        }
        return value.deepCopy();
    }

    /**
     * Moves can nest a tree deeper with every operation, beyond what can be read back, so each value is measured where
     * it is put.
     */
    private void requireDepth(JsonNode value, int remainingLevels) {
        examined++;
        if (examined > EXAMINE_LIMIT) {
            throw tooLarge("its operations move more than " + EXAMINE_LIMIT + " values");
        }
        if (value.isContainer() && remainingLevels <= 0) {
            throw tooLarge("its result nests deeper than " + Trees.DEPTH_LIMIT + " levels");
        }
        for (JsonNode child : value) {
            requireDepth(child, remainingLevels - 1);
        }
    }

    private static StatusException tooLarge(String why) {
        return Status.requestEntityTooLarge("the JSON patch is too large: " + why)
                .asException();
    }

    private JsonNode find(Pointer path) {
        JsonNode node = root;
        for (String segment : path.segments()) {
            node = child(node, segment, path);
        }
        return node;
    }

    private JsonNode parent(Pointer path) {
        JsonNode node = root;
        for (String segment : path.parent()) {
            node = child(node, segment, path);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String segment, Pointer path) {
        JsonNode child = switch (node) {
            case ObjectNode object -> object.get(segment);
            case ArrayNode list -> list.get(index(segment, path));
            default -> null;
        };
        if (child == null) {
            throw missing(path);
        }
        return child;
    }

    private static int index(Pointer path) {
        return index(path.last(), path);
    }

    private static int index(String segment, Pointer path) {
        boolean isIndex = !segment.isEmpty()
                && segment.length() <= INDEX_DIGITS_LIMIT
                && segment.chars().allMatch(each -> each >= '0' && each <= '9')
                && (segment.length() == 1 || segment.charAt(0) != '0');
        if (!isIndex) {
            throw missing(path);
        }
        return Integer.parseInt(segment);
    }

    private static StatusException missing(Pointer path) {
        return unprocessable("there is no value at " + path);
    }

    private static StatusException unprocessable(String message) {
        return Status.failure(
                        StatusReason.INVALID,
                        "the server rejected our request due to an error in our request: " + message)
                .asException();
    }
}
