package io.bellwether.apimachinery;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One cause of a failure.
 *
 * @param type its type
 * @param field the path of the field, for instance {@code metadata.labels} or {@code spec.ports[0].name}; empty when no
 *     field is concerned
 * @param message what is wrong, starting with the words for the type ({@code Invalid value: "x": …}), without the field
 */
public record Cause(CauseType type, String field, String message) {

    /** Values longer than this many characters are cut in messages. */
    private static final int SHOWN_VALUE_LIMIT = 256;

    public Cause {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /** The field must have a value. */
    public static Cause required(String field, String detail) {
        return new Cause(CauseType.FIELD_VALUE_REQUIRED, field, withDetail("Required value", detail));
    }

    /** The field's text is not allowed; the value is shown in quotes. */
    public static Cause invalid(String field, String value, String detail) {
        return invalid(field, quoted(value), detail, CauseType.FIELD_VALUE_INVALID);
    }

    /** The field's number is not allowed. */
    public static Cause invalid(String field, long value, String detail) {
        return invalid(field, Long.toString(value), detail, CauseType.FIELD_VALUE_INVALID);
    }

    /** The field's value has the wrong type. */
    public static Cause typeInvalid(String field, String value, String detail) {
        return invalid(field, quoted(value), detail, CauseType.FIELD_VALUE_TYPE_INVALID);
    }

    /** The value stands there twice. */
    public static Cause duplicate(String field, String value) {
        return new Cause(CauseType.FIELD_VALUE_DUPLICATE, field, "Duplicate value: " + quoted(value));
    }

    /** The value is none of those supported. */
    public static Cause notSupported(String field, String value, Collection<String> supported) {
        String choices = supported.stream().map(Cause::quoted).collect(Collectors.joining(", "));
        return new Cause(
                CauseType.FIELD_VALUE_NOT_SUPPORTED,
                field,
                "Unsupported value: " + quoted(value) + ": supported values: " + choices);
    }

    /** The field may not have this value, or any, here. */
    public static Cause forbidden(String field, String detail) {
        return new Cause(CauseType.FIELD_VALUE_FORBIDDEN, field, withDetail("Forbidden", detail));
    }

    /** The value is longer than the limit. */
    public static Cause tooLong(String field, int limitBytes) {
        return new Cause(
                CauseType.FIELD_VALUE_TOO_LONG, field, "Too long: may not be more than " + limitBytes + " bytes");
    }

    /** There are more values than the limit. */
    public static Cause tooMany(String field, int count, int limit) {
        return new Cause(
                CauseType.FIELD_VALUE_TOO_MANY,
                field,
                "Too many: " + count + ": must have at most " + limit + " items");
    }

    /** The line of a message: {@code field: message}, or the message alone when no field is concerned. */
    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }

    private static Cause invalid(String field, String shown, String detail, CauseType type) {
        return new Cause(type, field, withDetail("Invalid value: " + shown, detail));
    }

    private static String withDetail(String words, String detail) {
        return detail.isEmpty() ? words : words + ": " + detail;
    }

    private static String quoted(String value) {
        String shown = value.length() <= SHOWN_VALUE_LIMIT ? value : value.substring(0, SHOWN_VALUE_LIMIT) + "…";
        StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
        shown.codePoints().forEach(each -> appendEscaped(quoted, each));
        return quoted.append('"').toString();
    }

    private static void appendEscaped(StringBuilder quoted, int codePoint) {
        switch (codePoint) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (Character.isISOControl(codePoint)) {
                    quoted.append(String.format("\\x%02x", codePoint));
                } else {
                    quoted.appendCodePoint(codePoint);
                }
            }
        }
    }
}
