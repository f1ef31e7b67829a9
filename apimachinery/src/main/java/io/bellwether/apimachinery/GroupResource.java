package io.bellwether.apimachinery;

import java.util.Objects;

/**
 * A resource without a version, as error messages name it.
 *
 * @param group the API group; empty for the core group
 * @param resource the plural of URLs, for instance {@code configmaps}
 */
public record GroupResource(String group, String resource) {

    public GroupResource {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(resource, "resource");
    }

    /** The form of messages: {@code leases.coordination.k8s.io}, or {@code configmaps} in the core group. */
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
