package io.bellwether.etcd.core;

import java.util.Optional;

/**
 * What a node has promised or been, kept beside its data directory and written durably before the promise takes effect.
 */
public sealed interface Past {

    /** Nothing, in this incarnation. */
    record None() implements Past {}

    /** Began as a founder: from then on its data may exist. */
    record Founding() implements Past {}

    /** Began to join in a place that the cluster holds. */
    record Joining(MemberId member) implements Past {}

    /** Has run as this member. */
    record Belonging(ClusterId cluster, MemberId member) implements Past {}

    /** The member that it is or was to be, where it knows. */
    default Optional<MemberId> id() {
        return switch (this) {
            case None none -> Optional.empty();
            case Founding founding -> Optional.empty();
            case Joining joining -> Optional.of(joining.member());
            case Belonging belonging -> Optional.of(belonging.member());
        };
    }
}
