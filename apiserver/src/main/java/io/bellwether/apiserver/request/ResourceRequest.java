package io.bellwether.apiserver.request;

import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.execution.Deadline;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to a resource, after routing, authentication, authorization and content negotiation.
 *
 * @param verb what it does
 * @param kind the kind whose resource is addressed
 * @param namespace the namespace of the URL; empty for cluster-scoped kinds and for all namespaces
 * @param name the name of the URL; empty for collections
 * @param subresource the subresource of the URL, such as {@code status}
 * @param query the parameters of the URL
 * @param user who asks
 * @param userAgent as the request named it; may be empty
 * @param fence the fence of a write
 * @param body the body of a write
 * @param output the form of the answer
 * @param deadline when the request is given up; a watch is not bound by it
 */
public record ResourceRequest(
        Verb verb,
        KindDescriptor kind,
        Optional<String> namespace,
        Optional<String> name,
        Optional<String> subresource,
        Query query,
        UserInfo user,
        String userAgent,
        Optional<Fence> fence,
        Optional<RequestBody> body,
        OutputFormat output,
        Deadline deadline) {

    public ResourceRequest {
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(subresource, "subresource");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(fence, "fence");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(deadline, "deadline");
    }
}
