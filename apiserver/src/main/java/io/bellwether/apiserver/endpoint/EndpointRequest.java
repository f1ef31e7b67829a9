package io.bellwether.apiserver.endpoint;

import io.bellwether.apiserver.request.Query;
import java.util.List;
import java.util.Optional;

/**
 * A GET request for an {@link Endpoint}.
 *
 * @param path decoded, without a trailing slash
 * @param accept what the client takes, best first; empty: anything
 * @param ifNoneMatch the entity tag that the client has
 */
public record EndpointRequest(String path, Query query, List<MediaRange> accept, Optional<String> ifNoneMatch) {

    public EndpointRequest {
        accept = List.copyOf(accept);
    }
}
