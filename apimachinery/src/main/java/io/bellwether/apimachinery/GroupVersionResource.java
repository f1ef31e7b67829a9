package io.bellwether.apimachinery;

import java.util.Objects;

/**
 * The identity of a resource: what the path of a URL says.
 *
 * @param group the API group; empty for the core group
 * @param version the version, for instance {@code v1}
 * @param resource the plural of URLs, for instance {@code configmaps}
 */
public record GroupVersionResource(String group, String version, String resource) {

    public GroupVersionResource {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(resource, "resource");
    }

    /** The group and version of this resource. */
    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    /** This resource without its version. */
    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    @Override
    public String toString() {
        return groupVersion() + ", Resource=" + resource;
    }
}
