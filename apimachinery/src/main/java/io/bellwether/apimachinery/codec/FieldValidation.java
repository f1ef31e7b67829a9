package io.bellwether.apimachinery.codec;

import java.util.Optional;

/** What becomes of a body with unknown or repeated fields. */
public enum FieldValidation {
    /** Unknown fields are dropped, of repeated ones the last counts. */
    IGNORE,
    /** The same, with a warning for each. */
    WARN,
    /** The request is refused. */
    STRICT;

    /** The value of the query parameter {@code fieldValidation}: {@code Ignore}, {@code Warn} or {@code Strict}. */
    public static Optional<FieldValidation> parse(String text) {
        return switch (text) {
            case "Ignore" -> Optional.of(IGNORE);
            case "Warn" -> Optional.of(WARN);
            case "Strict" -> Optional.of(STRICT);
            default -> Optional.empty();
        };
    }
}
