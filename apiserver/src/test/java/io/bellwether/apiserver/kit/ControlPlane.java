package io.bellwether.apiserver.kit;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.namespace.SystemNamespaces;
import io.bellwether.apiserver.registry.Admission;
import io.bellwether.apiserver.registry.Registry;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Randomness;
import io.bellwether.store.Store;
import io.bellwether.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A registry on a watch cache on a store in memory, with the system's namespaces, and time that stands still. */
public final class ControlPlane implements AutoCloseable {

    public static final KindCatalog KINDS = KindCatalog.builtIn();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    public final ManualTime time = new ManualTime();
    public final Store store;
    public final WatchCache cache;
    public final Registry registry;
    public final ConcurrentLinkedQueue<InvariantViolation> violations = new ConcurrentLinkedQueue<>();

    /** Commits reach the cache before they are acknowledged: for tests on one thread. */
    public ControlPlane() {
        this(new MemoryStore(Runnable::run), WatchCacheLimits.DEFAULT);
    }

    public ControlPlane(Store store, WatchCacheLimits limits) {
        this(store, limits, Admission.NONE);
    }

    public ControlPlane(Store store, WatchCacheLimits limits, Admission admission) {
        this.store = store;
        this.cache = new WatchCache(store, time, time, limits, violations::add);
        this.registry = new Registry(store, cache, admission, time, Randomness.secure());
        cache.start();
        SystemNamespaces.ensure(registry, kind("namespaces"), time);
    }

    @Override
    public void close() {
        cache.close();
        store.close();
    }

    public static KindDescriptor kind(String plural) {
        return KINDS.kinds().stream()
                .filter(kind -> kind.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }

    /** A request to a resource, to be completed. */
    public Call call(String plural) {
        return new Call(this, kind(plural));
    }

    public JsonNode create(String plural, String namespace, String json) {
        return call(plural).in(namespace).body(json).create();
    }

    public JsonNode createConfigMap(String namespace, String name) {
        return create("configmaps", namespace, configMap(name, "v"));
    }

    public static String configMap(String name, String value) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"" + value + "\"}}";
    }

    /** What a refused request was told. */
    public static Status refusal(Runnable request) {
        try {
            request.run();
        } catch (StatusException e) {
            return e.status();
        }
        throw new AssertionError("the request was not refused");
    }

    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** The document of an answer. */
    public static JsonNode document(ResourceResponse response) {
        return switch (response) {
            case ResourceResponse.Single single -> MAPPER.readTree(single.body().shared());
            case ResourceResponse.Listing listing -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    listing.writer().writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                yield MAPPER.readTree(out.toByteArray());
            }
            case ResourceResponse.Watching watching -> throw new AssertionError("a watch has no document");
        };
    }

    /** Every event that is ready now. */
    public static List<JsonNode> ready(WatchStream watch) {
        List<JsonNode> events = new ArrayList<>();
        try {
            while (watch.next(Duration.ZERO) instanceof WatchStream.Frames frames) {
                frames.frames().forEach(frame -> events.add(MAPPER.readTree(frame.shared())));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    /** {@code TYPE name@resourceVersion} of an event. */
    public static String brief(JsonNode event) {
        JsonNode metadata = event.path("object").path("metadata");
        return event.path("type").stringValue() + " " + metadata.path("name").asString("") + "@"
                + metadata.path("resourceVersion").asString("");
    }
}
