package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.json.Trees;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an HTTP response means. */
final class Replies {

    /** A Warning header is {@code code agent "text"} (RFC 7234). */
    private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final int MESSAGE_LIMIT = 500;
    private static final int FIRST_ERROR = 400;

    private Replies() {}

    /**
     * Errors: JacksonException when a success is not JSON although it says so.
     *
     * <p>A 3xx is a failure, too: this client follows no redirects, which would send a write a second time.
     */
    static Reply of(HttpResponse<byte[]> response) {
        int code = response.statusCode();
        if (code >= 200 && code < 300) {
            return new Reply.Success(code, body(response), warnings(response.headers()));
        }
        Status status = status(response);
        return new Reply.Failure(status, retryAfter(response.headers(), status));
    }

    /** The Status of a refused request; one is made for servers and proxies that answer something else. */
    static Status status(HttpResponse<byte[]> response) {
        int code = response.statusCode();
        try {
            if (Trees.read(response.body()) instanceof ObjectNode object
                    && object.path("kind").asString("").equals("Status")) {
                return Status.ofObject(new ApiObject(object), code);
            }
        } catch (JacksonException notJson) {
            return foreign(code, response.body());
        }
        return foreign(code, response.body());
    }

    static Optional<Duration> retryAfter(HttpHeaders headers, Status status) {
        Optional<Duration> header = headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        int detail = status.details().retryAfterSeconds();
        return header.isEmpty() && detail > 0 ? Optional.of(Duration.ofSeconds(detail)) : header;
    }

    private static JsonNode body(HttpResponse<byte[]> response) {
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return isJson
                ? Trees.read(response.body())
                : JsonNodeFactory.instance.stringNode(new String(response.body(), StandardCharsets.UTF_8));
    }

    private static Status foreign(int code, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message = text.isEmpty() ? "HTTP " + code : text.substring(0, Math.min(text.length(), MESSAGE_LIMIT));
        return new Status(Math.max(code, FIRST_ERROR), reason(code), message, StatusDetails.NONE, "");
    }

    /** Clients decide on the reason; a code that one reason alone has, names it. */
    private static StatusReason reason(int code) {
        return switch (code) {
            case 400 -> StatusReason.BAD_REQUEST;
            case 401 -> StatusReason.UNAUTHORIZED;
            case 403 -> StatusReason.FORBIDDEN;
            case 404 -> StatusReason.NOT_FOUND;
            case 405 -> StatusReason.METHOD_NOT_ALLOWED;
            case 409 -> StatusReason.CONFLICT;
            case 410 -> StatusReason.EXPIRED;
            case 413 -> StatusReason.REQUEST_ENTITY_TOO_LARGE;
            case 415 -> StatusReason.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> StatusReason.INVALID;
            case 429 -> StatusReason.TOO_MANY_REQUESTS;
            case 503 -> StatusReason.SERVICE_UNAVAILABLE;
            case 504 -> StatusReason.TIMEOUT;
            default -> StatusReason.UNKNOWN;
        };
    }

    private static List<String> warnings(HttpHeaders headers) {
        return headers.allValues("Warning").stream()
                .flatMap(value -> WARNING.matcher(value).results())
                .map(match -> match.group(1).replaceAll("\\\\(.)", "$1"))
                .toList();
    }
}
