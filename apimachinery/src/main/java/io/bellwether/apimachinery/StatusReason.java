package io.bellwether.apimachinery;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a request failed: the {@code reason} of a Status on the wire, with the HTTP code that goes with it. */
public enum StatusReason {
    BAD_REQUEST("BadRequest", 400),
    UNAUTHORIZED("Unauthorized", 401),
    FORBIDDEN("Forbidden", 403),
    NOT_FOUND("NotFound", 404),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
    NOT_ACCEPTABLE("NotAcceptable", 406),
    ALREADY_EXISTS("AlreadyExists", 409),
    CONFLICT("Conflict", 409),
    EXPIRED("Expired", 410),
    GONE("Gone", 410),
    /** A fenced write of a deposed leader: final, never to be repeated. */
    FENCED_OUT("FencedOut", 412),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLarge", 413),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
    INVALID("Invalid", 422),
    TOO_MANY_REQUESTS("TooManyRequests", 429),
    INTERNAL_ERROR("InternalError", 500),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
    TIMEOUT("Timeout", 504),
    SERVER_TIMEOUT("ServerTimeout", 504),
    INSUFFICIENT_STORAGE("InsufficientStorage", 507),
    /** No reason, or one that this program does not know; successes have none. */
    UNKNOWN("", 500);

    private static final Map<String, StatusReason> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(StatusReason::wireName, Function.identity()));

    private final String wireName;
    private final int code;

    StatusReason(String wireName, int code) {
        this.wireName = wireName;
        this.code = code;
    }

    /** The name in JSON; empty for {@link #UNKNOWN}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP code that usually goes with this reason. */
    public int code() {
        return code;
    }

    /** The reason of that name, or {@link #UNKNOWN}. */
    public static StatusReason ofWireName(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, UNKNOWN);
    }
}
