package io.bellwether.apimachinery.kind;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field that field selectors may name.
 *
 * @param label its name in selectors, for instance {@code involvedObject.name}
 * @param paths where its value is; the first that is not empty counts
 */
public record SelectableField(String label, List<FieldPath> paths) {

    public SelectableField {
        Objects.requireNonNull(label, "label");
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("selectable field " + label + " needs a path");
        }
    }

    /** The value in an object; empty where it is absent. */
    public String extract(ObjectNode object) {
        for (FieldPath path : paths) {
            String text = path.findText(object);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
