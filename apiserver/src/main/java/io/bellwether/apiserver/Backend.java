package io.bellwether.apiserver;

import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.event.EventLimits;
import io.bellwether.apiserver.event.EventRetention;
import io.bellwether.apiserver.health.HealthCheck;
import io.bellwether.apiserver.metrics.MeteredStore;
import io.bellwether.apiserver.metrics.ServerMetrics;
import io.bellwether.apiserver.namespace.NamespaceDrain;
import io.bellwether.apiserver.namespace.SystemNamespaces;
import io.bellwether.apiserver.registry.Admission;
import io.bellwether.apiserver.registry.Registry;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Machine;
import io.bellwether.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Everything behind HTTP: the store, the cache that follows it, the registry, and what runs by itself.
 *
 * <p>Threads: started and closed by the server; the rest is safe from any thread.
 */
final class Backend implements AutoCloseable {

    private final Store store;
    private final KindCatalog catalog;
    private final Machine machine;
    private final WatchCache cache;
    private final Registry registry;
    private final NamespaceDrain namespaces;
    private final EventRetention events;
    private volatile boolean synced;

    Backend(
            Store opened,
            KindCatalog catalog,
            BooleanSupplier gate,
            Machine machine,
            ServerMetrics metrics,
            Consumer<InvariantViolation> fatal) {
        this.store = new MeteredStore(opened, machine.clock(), metrics);
        this.catalog = catalog;
        this.machine = machine;
        this.cache = new WatchCache(store, machine.clock(), machine.scheduler(), WatchCacheLimits.DEFAULT, fatal);
        this.registry = new Registry(store, cache, Admission.NONE, machine.clock(), machine.random());
        this.namespaces =
                new NamespaceDrain(cache, registry, kind("Namespace"), this::namespacedKinds, gate, machine.clock());
        this.events = new EventRetention(store, cache, kind("Event"), EventLimits.DEFAULT, gate, machine.clock());
    }

    /** Reads the store into the cache and makes what every control plane has. */
    void start() {
        cache.start();
        synced = true;
        SystemNamespaces.ensure(registry, kind("Namespace"), machine.clock());
        namespaces.start(machine.executor());
        events.start(machine.executor());
    }

    ResourceService resources() {
        return registry;
    }

    List<HealthCheck> healthChecks() {
        return List.of(
                HealthCheck.PING,
                new HealthCheck("store-read", () -> store.health().readable()),
                new HealthCheck("store-write", () -> store.health().writable()),
                new HealthCheck(
                        "watch-cache-synced",
                        () -> synced ? Optional.empty() : Optional.of("the watch cache is not filled yet")));
    }

    double revision() {
        return store.currentRevision().value();
    }

    double count(KindDescriptor kind) {
        ResourceKeys keys = ResourceKeys.of(kind.group(), kind.plural(), kind.isNamespaced());
        return store.stats(keys.range(Optional.empty())).count();
    }

    @Override
    public void close() {
        events.close();
        namespaces.close();
        cache.close();
        store.close();
    }

    private KindDescriptor kind(String name) {
        return catalog.find(new GroupVersionKind("", "v1", name)).orElseThrow();
    }

    private List<KindDescriptor> namespacedKinds() {
        return catalog.kinds().stream().filter(KindDescriptor::isNamespaced).toList();
    }
}
