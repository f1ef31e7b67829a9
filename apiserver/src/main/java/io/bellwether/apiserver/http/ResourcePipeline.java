package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.Subresource;
import io.bellwether.apiserver.auth.AccessRequest;
import io.bellwether.apiserver.auth.Authorizer;
import io.bellwether.apiserver.auth.Authorizer.Verdict;
import io.bellwether.apiserver.http.core.AcceptNegotiation;
import io.bellwether.apiserver.http.core.RequestTimeout;
import io.bellwether.apiserver.http.core.Target;
import io.bellwether.apiserver.http.core.VerbResolution;
import io.bellwether.apiserver.metrics.RequestLabels;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.RequestBody;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The way of a request for a resource: verb, place in the in-flight limits, authorization, kind, negotiation, body,
 * registry, answer.
 *
 * <p>Authorization comes before every lookup, so that a refusal tells nothing of what exists.
 *
 * <p>Threads: immutable; each request runs on its own virtual thread.
 */
final class ResourcePipeline {

    private static final String LEASE_GROUP = "coordination.k8s.io";

    private final HttpOptions options;
    private final Clock clock;
    private final InFlightLimits limits;
    private final Authorizer authorizer;
    private final Supplier<KindCatalog> catalog;
    private final ResourceService handler;
    private final BodyReader bodies;
    private final ResourceAnswers answers;

    ResourcePipeline(
            HttpOptions options,
            Clock clock,
            InFlightLimits limits,
            Authorizer authorizer,
            Supplier<KindCatalog> catalog,
            ResourceService handler,
            BodyReader bodies,
            ResourceAnswers answers) {
        this.options = options;
        this.clock = clock;
        this.limits = limits;
        this.authorizer = authorizer;
        this.catalog = catalog;
        this.handler = handler;
        this.bodies = bodies;
        this.answers = answers;
    }

    void serve(Exchange exchange, Target.OfResource target, Query query, UserInfo user) throws InterruptedException {
        Verb verb = VerbResolution.resolve(exchange.request().getMethod(), target, query)
                .orElseThrow(() -> Refusals.methodNotAllowed(exchange.request().getMethod())
                        .asException());
        try (InFlightLimits.Place place = limits.take(verb)) {
            authorize(access(user, verb, target));
            Optional<Fence> fence = verb.isMutating() ? fence(exchange, user) : Optional.empty();
            KindDescriptor kind = find(target, verb);
            exchange.label(labels(target, verb));
            OutputFormat output = negotiate(exchange, query, verb);
            Deadline deadline = deadline(query, verb);
            Optional<RequestBody> body = verb.isMutating() ? body(exchange, deadline) : Optional.empty();
            ResourceResponse response = handler.handle(new ResourceRequest(
                    verb,
                    kind,
                    target.namespace(),
                    target.name(),
                    target.subresource(),
                    query,
                    user,
                    exchange.header(HttpHeader.USER_AGENT),
                    fence,
                    body,
                    output,
                    deadline));
            answers.send(exchange, response, output, place);
        }
    }

    private void authorize(AccessRequest access) {
        if (authorizer.authorize(access) != Verdict.ALLOWED) {
            throw Refusals.forbidden(access).asException();
        }
    }

    /**
     * A Namespace itself is authorized in itself, as in Kubernetes, so that a role in a namespace can grant reading it.
     */
    private static AccessRequest access(UserInfo user, Verb verb, Target.OfResource target) {
        boolean isNamespace = target.group().isEmpty() && target.resource().equals("namespaces");
        return new AccessRequest.ToResource(
                user,
                verb.apiName(),
                target.group(),
                target.version(),
                target.resource(),
                target.subresource(),
                isNamespace ? target.name() : target.namespace(),
                target.name());
    }

    /** Who writes behind a fence learns whether the token is current: he must be allowed to read that Lease. */
    private Optional<Fence> fence(Exchange exchange, UserInfo user) {
        List<String> headers = exchange.headers().getValuesList(Fence.HEADER);
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw Status.badRequest(Fence.HEADER + " may be given once").asException();
        }
        Fence fence = parseFence(headers.getFirst());
        authorize(new AccessRequest.ToResource(
                user,
                Verb.GET.apiName(),
                LEASE_GROUP,
                "v1",
                "leases",
                Optional.empty(),
                Optional.of(fence.namespace()),
                Optional.of(fence.lease())));
        return Optional.of(fence);
    }

    private static Fence parseFence(String header) {
        try {
            return Fence.parse(header);
        } catch (IllegalArgumentException e) {
            throw Status.badRequest(String.valueOf(e.getMessage())).asException();
        }
    }

    private KindDescriptor find(Target.OfResource target, Verb verb) {
        KindDescriptor kind = catalog.get()
                .find(new GroupVersionResource(target.group(), target.version(), target.resource()))
                .filter(found -> target.namespace().isEmpty() || found.isNamespaced())
                .filter(found -> target.name().isEmpty() || target.namespace().isPresent() || !found.isNamespaced())
                .orElseThrow(() -> Status.unknownPath().asException());
        List<String> verbs = target.subresource()
                .map(name -> kind.subresource(name)
                        .map(Subresource::verbs)
                        .orElseThrow(() -> Status.unknownPath().asException()))
                .orElse(kind.verbs());
        if (!verbs.contains(verb.apiName())) {
            throw Status.methodNotAllowed(new GroupResource(target.group(), target.resource()), verb.apiName())
                    .asException();
        }
        return kind;
    }

    private static RequestLabels labels(Target.OfResource target, Verb verb) {
        String scope =
                target.name().isPresent() ? "resource" : target.namespace().isPresent() ? "namespace" : "cluster";
        return new RequestLabels(
                RequestLabels.verb(verb),
                target.group(),
                target.version(),
                target.resource(),
                target.subresource().orElse(""),
                scope);
    }

    private static OutputFormat negotiate(Exchange exchange, Query query, Verb verb) {
        String include = query.first("includeObject").orElse("");
        return AcceptNegotiation.negotiate(exchange.header(HttpHeader.ACCEPT), include, verb)
                .orElseThrow(
                        () -> Status.notAcceptable(AcceptNegotiation.OFFERED).asException());
    }

    private Deadline deadline(Query query, Verb verb) {
        Duration limit = verb.isMutating() ? options.writeTimeout() : options.readTimeout();
        // For a watch this is the time to begin: it then lasts as long as its own parameter says.
        String wanted = verb == Verb.WATCH ? "" : query.first("timeout").orElse("");
        Duration timeout = RequestTimeout.parse(wanted, limit)
                .orElseThrow(() -> Status.badRequest("invalid timeout specified in the request URL: not a duration")
                        .asException());
        return Deadline.after(clock, timeout);
    }

    private Optional<RequestBody> body(Exchange exchange, Deadline deadline) throws InterruptedException {
        exchange.takeBody();
        Bytes bytes = bodies.read(exchange.request(), deadline);
        String contentType = exchange.header(HttpHeader.CONTENT_TYPE);
        if (bytes.size() == 0 && contentType.isEmpty()) {
            return Optional.empty();
        }
        int parameters = contentType.indexOf(';');
        String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return Optional.of(new RequestBody(mediaType.strip().toLowerCase(Locale.ROOT), bytes));
    }
}
