package io.bellwether.apiserver.metrics;

import io.bellwether.apiserver.request.Verb;

/**
 * What requests are told apart by, with the names that kube-apiserver's metrics use. Only kinds that exist become
 * labels, so their number is bounded.
 *
 * @param verb such as {@code GET}, {@code LIST}, {@code POST}
 * @param group empty for the core group
 * @param resource the plural; empty for paths outside of the resources and for requests refused before their kind was
 *     known
 * @param subresource empty: the object itself
 * @param scope {@code resource}, {@code namespace} or {@code cluster}; empty without a resource
 */
public record RequestLabels(
        String verb, String group, String version, String resource, String subresource, String scope) {

    /** Requests outside of the resources, and those refused early. */
    public static final RequestLabels OTHER = new RequestLabels("other", "", "", "", "", "");

    /** The name of a verb in metrics: the HTTP method where Kubernetes uses it. */
    public static String verb(Verb verb) {
        return switch (verb) {
            case CREATE -> "POST";
            case UPDATE -> "PUT";
            case GET, LIST, WATCH, PATCH, DELETE, DELETECOLLECTION -> verb.name();
        };
    }
}
