package io.bellwether.apiserver.discovery;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.kind.KindCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group and its versions.
 *
 * @param group empty for the core group
 * @param versions the preferred one first; never empty
 */
record GroupVersions(String group, List<GroupVersion> versions) {

    GroupVersions {
        versions = List.copyOf(versions);
    }

    GroupVersion preferred() {
        return versions.getFirst();
    }

    boolean isCore() {
        return group.isEmpty();
    }

    /** All groups of a catalog, in the order of preference. */
    static List<GroupVersions> of(KindCatalog catalog) {
        Map<String, List<GroupVersion>> byGroup = new LinkedHashMap<>();
        for (GroupVersion version : catalog.groupVersions()) {
            byGroup.computeIfAbsent(version.group(), group -> new ArrayList<>()).add(version);
        }
        return byGroup.entrySet().stream()
                .map(entry -> new GroupVersions(entry.getKey(), entry.getValue()))
                .toList();
    }
}
