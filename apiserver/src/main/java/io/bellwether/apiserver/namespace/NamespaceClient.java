package io.bellwether.apiserver.namespace;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.RequestBody;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that this room makes of the registry, as any client would.
 *
 * <p>Threads: safe from any thread; blocks on the registry.
 */
record NamespaceClient(ResourceService service, KindDescriptor namespaces, Clock clock) {

    private static final UserInfo USER = new UserInfo("system:namespace-controller", List.of("system:masters"));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Creates a namespace. */
    void create(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.putObject("metadata").put("name", name);
        service.handle(request(
                Verb.CREATE, namespaces, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(namespace)));
    }

    /** Replaces what a subresource of a namespace shows, whatever else has changed. */
    void replace(String subresource, String name, ObjectNode namespace) {
        service.handle(request(
                Verb.UPDATE,
                namespaces,
                Optional.empty(),
                Optional.of(name),
                Optional.of(subresource),
                Optional.of(namespace)));
    }

    /** Deletes every object of a kind in a namespace, as far as nothing holds it. */
    void deleteAll(KindDescriptor kind, String namespace) {
        service.handle(request(
                Verb.DELETECOLLECTION,
                kind,
                Optional.of(namespace),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /**
     * Returns when the watch cache has seen everything that was acknowledged before: a list without resourceVersion
     * waits for it.
     */
    void awaitCache(KindDescriptor kind, String namespace) {
        service.handle(
                request(Verb.LIST, kind, Optional.of(namespace), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private ResourceRequest request(
            Verb verb,
            KindDescriptor kind,
            Optional<String> namespace,
            Optional<String> name,
            Optional<String> subresource,
            Optional<ObjectNode> body) {
        return new ResourceRequest(
                verb,
                kind,
                namespace,
                name,
                subresource,
                Query.NONE,
                USER,
                "bellwether",
                Optional.empty(),
                body.map(tree -> new RequestBody("application/json", Bytes.wrap(Trees.write(tree)))),
                OutputFormat.JSON,
                Deadline.after(clock, PATIENCE));
    }
}
