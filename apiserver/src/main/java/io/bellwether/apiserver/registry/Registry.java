package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.Trait;
import io.bellwether.apiserver.fence.Fencing;
import io.bellwether.apiserver.registry.core.ListPlan;
import io.bellwether.apiserver.registry.core.VersionParameters;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.apiserver.storage.CorruptObjectException;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.execution.Clock;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves every kind by its descriptor.
 *
 * <p>Shape: a read of one object asks the store, a list or watch the cache, a write the store; nobody is notified from
 * here: watchers learn of a commit through the store's feed.
 *
 * <p>Threads: safe from any thread; blocks on the store, so callers run on virtual threads.
 */
public final class Registry implements ResourceService {

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final Store store;
    private final Fencing fencing;
    private final Freshness freshness;
    private final Lists lists;
    private final Watches watches;
    private final Creates creates;
    private final Updates updates;
    private final Deletes deletes;
    private final Rendering rendering;
    private final ConcurrentHashMap<KindDescriptor, ServedKind> kinds = new ConcurrentHashMap<>();

    /**
     * A registry over a store and the cache that follows it.
     *
     * @param random safe from any thread; names, uids and the times of watches come from it
     */
    public Registry(Store store, WatchCache cache, Admission admission, Clock clock, RandomGenerator random) {
        this.store = store;
        this.fencing = new Fencing(store);
        this.freshness = new Freshness(store, cache, clock);
        this.lists = new Lists(store, cache, freshness);
        this.watches = new Watches(cache, freshness, clock, random);
        this.rendering = new Rendering(clock);
        Committer committer = new Committer(store, fencing);
        Checks checks = new Checks(admission);
        this.creates = new Creates(store, committer, new NamespaceGate(store, cache), checks, clock, random);
        this.updates = new Updates(store, committer, checks, clock);
        this.deletes = new Deletes(store, committer, checks, clock);
    }

    @Override
    public ResourceResponse handle(ResourceRequest request) {
        ServedKind kind = served(request.kind());
        try {
            return switch (request.verb()) {
                case GET -> get(kind, request);
                case LIST -> list(kind, request);
                case WATCH -> watch(kind, request);
                case CREATE -> create(kind, request);
                case UPDATE -> update(kind, request);
                case PATCH -> patch(kind, request);
                case DELETE -> delete(kind, request);
                case DELETECOLLECTION -> deleteCollection(kind, request);
            };
        } catch (CorruptObjectException e) {
            LOG.atError().addKeyValue("err", e.getMessage()).log("Found an object that cannot be read");
            throw Status.internalError("an object in the store cannot be read").asException();
        } catch (StoreException e) {
            throw Committer.refused(e);
        }
    }

    private ServedKind served(KindDescriptor descriptor) {
        return kinds.computeIfAbsent(descriptor, added -> ServedKind.of(added, strategy(added)));
    }

    /** What a kind does differently: the only place that knows kinds by name. */
    private KindStrategy strategy(KindDescriptor descriptor) {
        return switch (descriptor.groupResource().toString()) {
            case "namespaces" -> new NamespaceStrategy();
            case "leases.coordination.k8s.io" -> new LeaseStrategy(fencing);
            default -> KindStrategy.PLAIN;
        };
    }

    private ResourceResponse get(ServedKind kind, ResourceRequest request) {
        String name = request.name().orElseThrow();
        Optional<Revision> atLeast = request.query().first("resourceVersion").map(VersionParameters::revision);
        atLeast.ifPresent(revision -> freshness.awaitAtLeast(revision, request.deadline()));
        KeyValue entry = store.get(kind.key(request.namespace(), name)).orElseThrow(() -> kind.notFound(name));
        return rendering.single(kind, 200, new Persisted.Stored(entry), request.output(), List.of());
    }

    private ResourceResponse list(ServedKind kind, ResourceRequest request) {
        return rendering.listing(kind, page(kind, request), request.output(), List.of());
    }

    private Page page(ServedKind kind, ResourceRequest request) {
        Selections selections = Selections.of(kind, request);
        ListPlan plan = ListPlan.of(Parameters.version(request.query()));
        return lists.page(selections.scope(), selections.selection(), plan, request.deadline());
    }

    private ResourceResponse watch(ServedKind kind, ResourceRequest request) {
        Selections selections = Selections.of(kind, request);
        return new ResourceResponse.Watching(
                watches.open(
                        request,
                        selections.scope(),
                        selections.selection(),
                        rendering.frames(kind, request.output()),
                        Parameters.version(request.query())),
                List.of());
    }

    private ResourceResponse create(ServedKind kind, ResourceRequest request) {
        WriteOptions options = WriteOptions.parse(request.query(), Verb.CREATE);
        Decoded body = Bodies.object(kind, request, options.fieldValidation());
        Persisted created = creates.create(kind, request, body.object(), options);
        return rendering.single(kind, 201, created, request.output(), body.warnings());
    }

    private ResourceResponse update(ServedKind kind, ResourceRequest request) {
        WriteOptions options = WriteOptions.parse(request.query(), Verb.UPDATE);
        Decoded body = Bodies.object(kind, request, options.fieldValidation());
        Optional<Persisted> updated = updates.update(kind, request, existing -> body.object(), options);
        if (updated.isPresent()) {
            return rendering.single(kind, 200, updated.get(), request.output(), body.warnings());
        }
        boolean mayCreate = kind.descriptor().has(Trait.CREATE_ON_UPDATE)
                && request.subresource().isEmpty()
                && body.object().resourceVersion().isEmpty();
        if (!mayCreate) {
            throw kind.notFound(request.name().orElseThrow());
        }
        Persisted created = creates.create(kind, request, body.object(), options);
        return rendering.single(kind, 201, created, request.output(), body.warnings());
    }

    private ResourceResponse patch(ServedKind kind, ResourceRequest request) {
        Bodies.checkPatchType(kind, request);
        WriteOptions options = WriteOptions.parse(request.query(), Verb.PATCH);
        PatchedObject change = Bodies.patch(kind, request, options.fieldValidation());
        Persisted patched = updates.update(kind, request, change, options)
                .orElseThrow(() -> kind.notFound(request.name().orElseThrow()));
        return rendering.single(kind, 200, patched, request.output(), change.warnings());
    }

    private ResourceResponse delete(ServedKind kind, ResourceRequest request) {
        DeletionTerms terms = DeletionTerms.parse(Bodies.deleteOptions(request), request.query());
        String name = request.name().orElseThrow();
        return switch (deletes.delete(kind, request, kind.key(request.namespace(), name), terms)) {
            case Deletes.Deletion.Absent absent -> throw kind.notFound(name);
            case Deletes.Deletion.Gone gone -> rendering.status(gone.status(kind), request.output(), List.of());
            case Deletes.Deletion.Waiting waiting ->
                rendering.single(kind, 200, waiting.object(), request.output(), List.of());
        };
    }

    private ResourceResponse deleteCollection(ServedKind kind, ResourceRequest request) {
        DeletionTerms terms = DeletionTerms.parse(Bodies.deleteOptions(request), request.query());
        Page page = page(kind, request);
        page.items().forEach(entry -> deletes.deleteListed(kind, request, entry, terms));
        return rendering.listing(kind, page, request.output(), List.of());
    }
}
