package io.bellwether.apimachinery.kind;

import java.util.Objects;

/**
 * One field of a struct.
 *
 * @param name its name in JSON
 * @param schema the type of its value
 * @param description what it is, in a sentence or two; may be empty
 * @param number its number in protobuf; 0 when it has none
 * @param presence what becomes of its zero value
 * @param required whether OpenAPI lists it as required
 * @param merge how patches treat it
 */
public record Field(
        String name,
        Schema schema,
        String description,
        int number,
        Presence presence,
        boolean required,
        MergeRules merge) {

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(presence, "presence");
        Objects.requireNonNull(merge, "merge");
    }
}
