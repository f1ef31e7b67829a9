package io.bellwether.apimachinery.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path through objects to one field, for instance {@code status.phase}.
 *
 * @param segments the names on the way, at least one
 */
public record FieldPath(List<String> segments) {

    public FieldPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a path needs at least one segment");
        }
    }

    /** Parses names joined by dots. */
    public static FieldPath parse(String text) {
        return new FieldPath(List.of(text.split("\\.")));
    }

    /** The value at this path; null where there is none or it is a JSON null. */
    public @Nullable JsonNode find(ObjectNode root) {
        JsonNode node = root;
        for (String segment : segments) {
            node = node instanceof ObjectNode object ? object.get(segment) : null;
            if (node == null) {
                return null;
            }
        }
        return node.isNull() ? null : node;
    }

    /**
     * The value at this path as text: numbers and booleans as JSON writes them, the empty string where there is no
     * value or it is no scalar.
     */
    public String findText(ObjectNode root) {
        JsonNode node = find(root);
        return node == null || node.isContainer() ? "" : node.asString();
    }

    @Override
    public String toString() {
        return String.join(".", segments);
    }
}
