package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.CauseType;
import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * Lets objects be created in namespaces that exist and are not going.
 *
 * <p>Shape: the answer is a condition for the transaction: the namespace is still the one that was looked at. So no
 * object can be created once the deletion of its namespace is committed, and the namespace can be drained for good. The
 * cache is good enough to say yes, since the store checks; only the store may say no.
 */
final class NamespaceGate {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final ResourceKeys KEYS = ResourceKeys.of("", "namespaces", false);

    private final Store store;
    private final WatchCache cache;

    NamespaceGate(Store store, WatchCache cache) {
        this.store = store;
        this.cache = cache;
    }

    /**
     * The condition under which an object may be created.
     *
     * @throws StatusException 404 when there is no such namespace, 403 with cause {@code NamespaceTerminating} when it
     *     is going
     */
    Compare admit(GroupResource resource, String name, String namespace) {
        if (!ResourceKeys.isSegment(namespace)) {
            throw Status.notFound(NAMESPACES, namespace).asException();
        }
        Key key = KEYS.key(Optional.empty(), namespace);
        Optional<KeyValue> cached = cache.snapshot(KEYS).get(key);
        if (cached.isPresent() && !new StoredObject(cached.get()).isDeleting()) {
            return Compare.unchanged(cached.get());
        }
        return admitCurrent(resource, name, namespace);
    }

    /** The same, from the store: for a write that was refused because the namespace had changed. */
    Compare admitCurrent(GroupResource resource, String name, String namespace) {
        KeyValue current = store.get(KEYS.key(Optional.empty(), namespace))
                .orElseThrow(() -> Status.notFound(NAMESPACES, namespace).asException());
        if (new StoredObject(current).isDeleting()) {
            throw terminating(resource, name, namespace);
        }
        return Compare.unchanged(current);
    }

    private static StatusException terminating(GroupResource resource, String name, String namespace) {
        Cause cause = new Cause(
                CauseType.NAMESPACE_TERMINATING,
                "metadata.namespace",
                "namespace " + namespace + " is being terminated");
        String message = resource + " \"" + name + "\" is forbidden: unable to create new content in namespace "
                + namespace + " because it is being terminated";
        StatusDetails details = StatusDetails.of(resource, name).withCauses(List.of(cause));
        return Status.failure(StatusReason.FORBIDDEN, message, details).asException();
    }
}
