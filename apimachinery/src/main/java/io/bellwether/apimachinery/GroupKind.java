package io.bellwether.apimachinery;

import java.util.Objects;

/**
 * A kind without a version, as error messages name it.
 *
 * @param group the API group; empty for the core group
 * @param kind the kind, for instance {@code ConfigMap}
 */
public record GroupKind(String group, String kind) {

    public GroupKind {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(kind, "kind");
    }

    /** The form of messages: {@code Lease.coordination.k8s.io}, or {@code ConfigMap} in the core group. */
    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
