package io.bellwether.apiserver.endpoint;

import io.bellwether.store.Bytes;
import java.util.Map;

/**
 * What an {@link Endpoint} answers.
 *
 * @param status of HTTP
 * @param contentType with its parameters; empty when there is no body
 * @param headers further headers; one named {@code Cache-Control} replaces the usual {@code no-cache, private}; the map
 *     is copied
 */
public record EndpointReply(int status, String contentType, Map<String, String> headers, Bytes body) {

    public EndpointReply {
        headers = Map.copyOf(headers);
    }

    /** 200 with a JSON document. */
    public static EndpointReply json(Bytes body) {
        return new EndpointReply(200, "application/json", Map.of(), body);
    }

    /** Plain text. */
    public static EndpointReply text(int status, String body) {
        return new EndpointReply(
                status, "text/plain; charset=utf-8", Map.of("X-Content-Type-Options", "nosniff"), Bytes.utf8(body));
    }
}
