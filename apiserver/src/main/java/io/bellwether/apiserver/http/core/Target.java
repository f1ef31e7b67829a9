package io.bellwether.apiserver.http.core;

import java.util.Optional;

/** What the path of a request addresses. */
public sealed interface Target {

    /**
     * A resource: {@code /api/<version>/…} or {@code /apis/<group>/<version>/…}. Every part is a decoded path segment:
     * not empty, not {@code .} or {@code ..}, without {@code /}, {@code %} and control characters.
     *
     * @param group empty for the core group
     * @param namespace empty: cluster-scoped or across all namespaces
     * @param name empty: the collection
     */
    record OfResource(
            String group,
            String version,
            String resource,
            Optional<String> namespace,
            Optional<String> name,
            Optional<String> subresource)
            implements Target {}

    /**
     * Anything else.
     *
     * @param path decoded, without a trailing slash; {@code /} for the root
     */
    record OfPath(String path) implements Target {}

    /**
     * Not a path that anything could be found under.
     *
     * @param reason fit for a 400
     */
    record Malformed(String reason) implements Target {}
}
