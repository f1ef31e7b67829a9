package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import java.util.Optional;

/**
 * Which objects of a resource are asked for, before any selector: all, those of a namespace, or those of one name.
 *
 * @param namespace empty: of all namespaces, or the kind has none
 * @param name empty: all of them
 */
public record Scope(ResourceKeys resource, Optional<String> namespace, Optional<String> name) {

    /** Every object of the resource. */
    public static Scope all(ResourceKeys resource) {
        return new Scope(resource, Optional.empty(), Optional.empty());
    }

    /**
     * The narrowest range of keys with all objects of this scope: one key, a namespace, or everything. A name without
     * the namespace that its kind needs leaves everything, and the caller's selection picks.
     */
    public KeyRange range() {
        return isPoint() ? KeyRange.of(resource.key(namespace, name.orElseThrow())) : resource.range(namespace);
    }

    /** Whether at most one key is in {@link #range}. */
    public boolean isPoint() {
        return name.isPresent() && (namespace.isPresent() || !resource.namespaced());
    }

    /** The text under which a subscriber with this scope is filed; a change concerns the texts of {@link #groupsOf}. */
    String group() {
        String space = namespace.map(value -> value + "/").orElse("");
        return isPoint() ? space + name.orElseThrow() : space;
    }

    /** The texts under which subscribers that the key concerns are filed: all, its namespace, itself. */
    static String[] groupsOf(Key key, int prefixLength) {
        String path = key.value().substring(prefixLength);
        int slash = path.indexOf('/');
        return slash < 0 ? new String[] {"", path} : new String[] {"", path.substring(0, slash + 1), path};
    }
}
