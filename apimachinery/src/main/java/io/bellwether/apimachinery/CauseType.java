package io.bellwether.apimachinery;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why one field or circumstance made a request fail: the {@code reason} of a cause on the wire. */
public enum CauseType {
    FIELD_VALUE_NOT_FOUND("FieldValueNotFound"),
    FIELD_VALUE_REQUIRED("FieldValueRequired"),
    FIELD_VALUE_DUPLICATE("FieldValueDuplicate"),
    FIELD_VALUE_INVALID("FieldValueInvalid"),
    FIELD_VALUE_NOT_SUPPORTED("FieldValueNotSupported"),
    FIELD_VALUE_FORBIDDEN("FieldValueForbidden"),
    FIELD_VALUE_TOO_LONG("FieldValueTooLong"),
    FIELD_VALUE_TOO_MANY("FieldValueTooMany"),
    FIELD_VALUE_TYPE_INVALID("FieldValueTypeInvalid"),
    INTERNAL_ERROR("InternalError"),
    UNEXPECTED_SERVER_RESPONSE("UnexpectedServerResponse"),
    FIELD_MANAGER_CONFLICT("FieldManagerConflict"),
    RESOURCE_VERSION_TOO_LARGE("ResourceVersionTooLarge"),
    NAMESPACE_TERMINATING("NamespaceTerminating"),
    /** A type that this program does not know, or none. */
    UNKNOWN("");

    private static final Map<String, CauseType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CauseType::wireName, Function.identity()));

    private final String wireName;

    CauseType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON; empty for {@link #UNKNOWN}. */
    public String wireName() {
        return wireName;
    }

    /** The type of that name, or {@link #UNKNOWN}. */
    public static CauseType ofWireName(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, UNKNOWN);
    }
}
