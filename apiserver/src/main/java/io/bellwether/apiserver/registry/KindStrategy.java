package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.store.Compare;
import io.bellwether.store.Operation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one kind does differently from all others; everything else follows from its descriptor.
 *
 * <p>Threads: safe from any thread. A method that is given a tree may change it; objects are never changed.
 */
public interface KindStrategy {

    /** The strategy of a kind that does nothing differently. */
    KindStrategy PLAIN = new KindStrategy() {};

    /** Completes a new object before admission. */
    default void prepareCreate(ObjectNode object) {}

    /** Completes the candidate of an update of the object itself, before admission. */
    default void prepareUpdate(ObjectNode candidate, ApiObject existing) {}

    /**
     * Makes of the existing object, given as {@code result}, what an update through a subresource other than status
     * makes of it.
     */
    default void applySubresource(String subresource, ObjectNode result, ApiObject candidate) {}

    /** Marks an object whose deletion has been asked for but must wait. */
    default void beginDeletion(ObjectNode object) {}

    /** Whether nothing but finalizers in the metadata keeps a deleted object from going. */
    default boolean isReleased(ApiObject object) {
        return true;
    }

    /**
     * Refuses a deletion that is never allowed.
     *
     * @throws io.bellwether.apimachinery.StatusException 403
     */
    default void checkDeletable(String name) {}

    /** What a write of this object is bound to beyond the object's own key. */
    default Bound bind(Writing writing) {
        return new Bound(writing.after(), Companions.NONE);
    }

    /** What the deletion of this object is bound to. */
    default Companions bindDeletion(ApiObject before) {
        return Companions.NONE;
    }

    /**
     * A write about to happen.
     *
     * @param before empty: the object is created
     */
    record Writing(Optional<ApiObject> before, ApiObject after) {}

    /** The object as it is to be written, and what goes with it. */
    record Bound(ApiObject object, Companions companions) {}

    /** Compares and operations that go into the same transaction. */
    record Companions(List<Compare> compares, List<Operation> operations) {

        /** None. */
        public static final Companions NONE = new Companions(List.of(), List.of());

        public Companions {
            compares = List.copyOf(compares);
            operations = List.copyOf(operations);
        }
    }
}
