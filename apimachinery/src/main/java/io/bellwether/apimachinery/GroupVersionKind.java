package io.bellwether.apimachinery;

import java.util.Objects;

/**
 * The identity of a kind: what {@code apiVersion} and {@code kind} of an object say.
 *
 * @param group the API group; empty for the core group
 * @param version the version, for instance {@code v1}
 * @param kind the kind, for instance {@code ConfigMap}
 */
public record GroupVersionKind(String group, String version, String kind) {

    public GroupVersionKind {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
    }

    /** The identity that an object's {@code apiVersion} and {@code kind} name. */
    public static GroupVersionKind of(String apiVersion, String kind) {
        GroupVersion parsed = GroupVersion.parse(apiVersion);
        return new GroupVersionKind(parsed.group(), parsed.version(), kind);
    }

    /** The group and version of this kind. */
    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    /** This kind without its version. */
    public GroupKind groupKind() {
        return new GroupKind(group, kind);
    }

    /** The value of {@code apiVersion}: {@code v1} or {@code coordination.k8s.io/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    @Override
    public String toString() {
        return apiVersion() + ", Kind=" + kind;
    }
}
