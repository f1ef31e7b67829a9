package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.auth.AccessRequest;

/** Refusals in the words that clients know from Kubernetes. */
final class Refusals {

    private Refusals() {}

    static Status forbidden(AccessRequest access) {
        return switch (access) {
            case AccessRequest.ToResource wanted ->
                Status.forbidden(
                        new GroupResource(wanted.group(), wanted.resource()),
                        wanted.name().orElse(""),
                        wanted.refusal());
            case AccessRequest.ToPath wanted ->
                Status.failure(StatusReason.FORBIDDEN, "forbidden: " + wanted.refusal());
        };
    }

    static Status methodNotAllowed(String method) {
        return Status.failure(
                StatusReason.METHOD_NOT_ALLOWED, "the server does not allow the method " + method + " on this path");
    }
}
