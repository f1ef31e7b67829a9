package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.ApiObject;
import java.util.List;
import java.util.Objects;

/**
 * What came out of a body.
 *
 * @param object the object, pruned to the fields of its kind and in canonical form
 * @param warnings what the client should be told, one line each
 */
public record Decoded(ApiObject object, List<String> warnings) {

    public Decoded {
        Objects.requireNonNull(object, "object");
        warnings = List.copyOf(warnings);
    }
}
