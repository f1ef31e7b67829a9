package io.bellwether.apiserver.request;

import io.bellwether.store.Bytes;
import java.util.Objects;

/**
 * The body of a request, not yet decoded.
 *
 * @param contentType the media type without parameters, in lower case; empty when the request named none, which means
 *     JSON
 * @param bytes the body, within the limit for bodies
 */
public record RequestBody(String contentType, Bytes bytes) {

    public RequestBody {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(bytes, "bytes");
    }
}
