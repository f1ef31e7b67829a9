package io.bellwether.apimachinery;

import java.util.Objects;

/**
 * A version of an API group, which objects carry as {@code apiVersion}.
 *
 * @param group the API group; empty for the core group
 * @param version the version, for instance {@code v1}
 */
public record GroupVersion(String group, String version) implements Comparable<GroupVersion> {

    public GroupVersion {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(version, "version");
    }

    /** Parses {@code v1} (core group) or {@code coordination.k8s.io/v1}; the text is not validated further. */
    public static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersion("", apiVersion)
                : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    /** Orders by group, then by version, as text. */
    @Override
    public int compareTo(GroupVersion other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : version.compareTo(other.version);
    }

    /** The value of {@code apiVersion}: {@code v1} or {@code coordination.k8s.io/v1}. */
    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
