package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.auth.AccessRequest;
import io.bellwether.apiserver.auth.Authorizer;
import io.bellwether.apiserver.auth.Authorizer.Verdict;
import io.bellwether.apiserver.auth.PublicPaths;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.apiserver.endpoint.MediaRange;
import io.bellwether.apiserver.http.IdentityResolver.Openness;
import io.bellwether.apiserver.http.core.PathParser;
import io.bellwether.apiserver.http.core.QueryParser;
import io.bellwether.apiserver.http.core.Target;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.UserInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;

/**
 * The way of a request up to what it addresses: read the path and the parameters, refuse late comers, find out who
 * asks, and hand it on.
 *
 * <p>Threads: immutable; each request runs on its own virtual thread.
 *
 * <p>Errors: {@code StatusException} for what the client is to be told; {@link ClientGoneException} when there is no
 * client any more.
 */
final class RequestPipeline {

    private final IdentityResolver identities;
    private final Authorizer authorizer;
    private final Map<String, Endpoint> endpoints;
    private final ResourcePipeline resources;

    /**
     * Wires the steps.
     *
     * @param endpoints by the first segment of their paths
     */
    RequestPipeline(
            IdentityResolver identities,
            Authorizer authorizer,
            Map<String, Endpoint> endpoints,
            ResourcePipeline resources) {
        this.identities = identities;
        this.authorizer = authorizer;
        this.endpoints = Map.copyOf(endpoints);
        this.resources = resources;
    }

    /** Whether the server takes ordinary requests. */
    enum Phase {
        SERVING,
        DRAINING
    }

    /** Answers a request. */
    void serve(Exchange exchange, Phase phase) throws InterruptedException {
        HttpURI uri = exchange.request().getHttpURI();
        String rawPath = uri.getPath() == null ? "/" : uri.getPath();
        Query query = QueryParser.parse(uri.getQuery() == null ? "" : uri.getQuery())
                .orElseThrow(() -> Status.badRequest("the query of the URL is wrongly encoded or too long")
                        .asException());
        switch (PathParser.parse(rawPath)) {
            case Target.Malformed(String reason) ->
                throw Status.badRequest(reason).asException();
            case Target.OfPath(String path) -> servePath(exchange, phase, path, query);
            case Target.OfResource target -> {
                refuseWhenDraining(exchange, phase);
                UserInfo user = identities.resolve(exchange.request(), Openness.PROTECTED);
                resources.serve(exchange, target, query, user);
            }
        }
    }

    private void servePath(Exchange exchange, Phase phase, String path, Query query) {
        Openness openness = PublicPaths.isPublic(path) ? Openness.PUBLIC : Openness.PROTECTED;
        if (openness == Openness.PROTECTED) {
            refuseWhenDraining(exchange, phase);
        }
        UserInfo user = identities.resolve(exchange.request(), openness);
        String method = exchange.request().getMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        AccessRequest access = new AccessRequest.ToPath(user, reads ? "get" : method.toLowerCase(Locale.ROOT), path);
        if (authorizer.authorize(access) != Verdict.ALLOWED) {
            throw Refusals.forbidden(access).asException();
        }
        Endpoint endpoint = endpoints.get(firstSegment(path));
        if (endpoint == null) {
            throw Status.unknownPath().asException();
        }
        if (!reads) {
            throw Refusals.methodNotAllowed(method).asException();
        }
        answer(exchange, endpoint.get(request(exchange, path, query)));
    }

    private static EndpointRequest request(Exchange exchange, String path, Query query) {
        String accept = exchange.header(HttpHeader.ACCEPT);
        return new EndpointRequest(
                path,
                query,
                accept.isEmpty() ? List.of() : MediaRange.parse(accept),
                Optional.ofNullable(exchange.headers().get(HttpHeader.IF_NONE_MATCH)));
    }

    private static void answer(Exchange exchange, EndpointReply reply) {
        reply.headers().forEach(exchange.response().getHeaders()::put);
        exchange.answer(reply.status(), new HttpField(HttpHeader.CONTENT_TYPE, reply.contentType()), reply.body());
    }

    private static void refuseWhenDraining(Exchange exchange, Phase phase) {
        if (phase == Phase.DRAINING) {
            exchange.closeConnectionAfterwards();
            throw Status.tooManyRequests("the server is shutting down, please try again later", 1)
                    .asException();
        }
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path.substring(1) : path.substring(1, slash);
    }
}
