package io.bellwether.apimachinery.kind;

/** The types of values without parts, with their form in JSON. */
public enum ScalarType {
    STRING("string"),
    BOOLEAN("boolean"),
    /** A whole number of 32 bits. */
    INT32("integer"),
    /** A whole number of 64 bits. */
    INT64("integer"),
    /** Any bytes, as standard base64 with padding. */
    BYTES("string"),
    /** RFC 3339 in seconds. */
    TIME("string"),
    /** RFC 3339 with six digits of fraction. */
    MICRO_TIME("string"),
    /** A whole number of 32 bits, or text. */
    INT_OR_STRING("string");

    private final String jsonType;

    ScalarType(String jsonType) {
        this.jsonType = jsonType;
    }

    /** The {@code type} of OpenAPI. */
    public String jsonType() {
        return jsonType;
    }

    /** The {@code format} of OpenAPI; empty when there is none. */
    public String format() {
        return switch (this) {
            case STRING, BOOLEAN -> "";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case BYTES -> "byte";
            case TIME, MICRO_TIME -> "date-time";
            case INT_OR_STRING -> "int-or-string";
        };
    }
}
