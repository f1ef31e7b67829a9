package io.bellwether.apimachinery.kind;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.GroupVersionResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds that are known, found by identity. Immutable: {@link #with} answers a new catalog.
 *
 * <p>Threads: any.
 */
public final class KindCatalog {

    private static final List<String> BUILT_IN =
            List.of("namespace", "configmap", "secret", "serviceaccount", "event", "lease");

    private final Map<GroupVersionResource, KindDescriptor> byResource;
    private final Map<GroupVersionKind, KindDescriptor> byKind;

    /** A catalog of the given kinds, in that order. Two kinds with one identity are an error. */
    public KindCatalog(Collection<KindDescriptor> kinds) {
        this.byResource = new LinkedHashMap<>();
        this.byKind = new LinkedHashMap<>();
        for (KindDescriptor kind : kinds) {
            boolean isNew = byResource.put(kind.groupVersionResource(), kind) == null
                    && byKind.put(kind.groupVersionKind(), kind) == null;
            if (!isNew) {
                throw new IllegalArgumentException("two descriptors for " + kind.groupVersionKind());
            }
        }
    }

    /** Namespace, ConfigMap, Secret, ServiceAccount, Event and Lease, read from their data files. */
    public static KindCatalog builtIn() {
        DescriptorReader reader = new DescriptorReader();
        return new KindCatalog(BUILT_IN.stream().map(reader::readKind).toList());
    }

    /** All kinds, in the order in which they were given. */
    public List<KindDescriptor> kinds() {
        return List.copyOf(byKind.values());
    }

    /** The groups and versions of the kinds, the core group first, then in the order of their first kind. */
    public List<GroupVersion> groupVersions() {
        Stream<GroupVersion> all =
                byKind.values().stream().map(KindDescriptor::groupVersion).distinct();
        return all.sorted((one, other) ->
                        Boolean.compare(one.group().isEmpty(), other.group().isEmpty()) * -1)
                .toList();
    }

    /** The kinds of one group and version. */
    public List<KindDescriptor> kinds(GroupVersion groupVersion) {
        return byKind.values().stream()
                .filter(each -> each.groupVersion().equals(groupVersion))
                .toList();
    }

    /** The kind behind a resource of URLs. */
    public Optional<KindDescriptor> find(GroupVersionResource resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    /** The kind of that identity. */
    public Optional<KindDescriptor> find(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** A catalog with one more kind; a kind of the same identity is replaced. */
    public KindCatalog with(KindDescriptor kind) {
        List<KindDescriptor> kinds = new ArrayList<>(byKind.values());
        kinds.removeIf(each -> each.groupVersionKind().equals(kind.groupVersionKind()));
        kinds.add(kind);
        return new KindCatalog(kinds);
    }
}
