package io.bellwether.apimachinery.kind;

import io.bellwether.apimachinery.GroupVersionKind;
import java.util.List;
import java.util.Objects;

/**
 * A part of an object with a path of its own.
 *
 * @param name the last segment of its path, for instance {@code status}
 * @param groupVersionKind the kind that it reads and writes; mostly that of the object
 * @param verbs what can be done with it
 */
public record Subresource(String name, GroupVersionKind groupVersionKind, List<String> verbs) {

    public Subresource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(groupVersionKind, "groupVersionKind");
        verbs = List.copyOf(verbs);
    }
}
