package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.kind.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server makes of a client's object before admission: who owns which field of the metadata.
 *
 * <p>Shape: managedFields are not kept until the server tracks them itself; what a client sends there is dropped, and
 * so breaks nothing.
 *
 * <p>Threads: stateless; answers new objects.
 */
final class ObjectPreparation {

    private static final List<String> SERVER_OWNED = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields");

    private static final List<String> FIXED = List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion");

    private ObjectPreparation() {}

    /** A new object as it begins. */
    static ApiObject forCreate(ServedKind kind, ApiObject object, Optional<String> namespace, UUID uid, Instant now) {
        return object.edit(root -> {
            identify(kind, root);
            ObjectNode metadata = root.withObjectProperty("metadata");
            metadata.remove(SERVER_OWNED);
            namespace.ifPresent(value -> metadata.put("namespace", value));
            metadata.put("uid", uid.toString());
            metadata.put("creationTimestamp", Times.formatSeconds(now));
            if (kind.descriptor().has(Trait.GENERATION)) {
                metadata.put("generation", 1);
            }
            if (kind.hasStatus()) {
                root.remove("status");
            }
            kind.strategy().prepareCreate(root);
        });
    }

    /** What an update through the object itself, or through one of its subresources, makes of the existing object. */
    static ApiObject forUpdate(ServedKind kind, ApiObject existing, ApiObject candidate, Optional<String> subresource) {
        ApiObject result = subresource.isEmpty()
                ? wholeUpdate(kind, existing, candidate)
                : partialUpdate(kind, existing, candidate, subresource.get());
        boolean sameIntent = SameJson.equalExcept(existing.json(), result.json(), List.of("metadata", "status"));
        return sameIntent || subresource.isPresent() || !kind.descriptor().has(Trait.GENERATION)
                ? result
                : result.editMetadata(metadata -> metadata.put("generation", existing.generation() + 1));
    }

    /** An object whose deletion has been asked for and must wait. */
    static ApiObject forDeletion(ServedKind kind, ApiObject existing, Instant now) {
        return existing.edit(root -> {
            ObjectNode metadata = root.withObjectProperty("metadata");
            metadata.put("deletionTimestamp", Times.formatSeconds(now));
            metadata.put("deletionGracePeriodSeconds", 0);
            if (kind.descriptor().has(Trait.GENERATION)) {
                metadata.put("generation", existing.generation() + 1);
            }
            kind.strategy().beginDeletion(root);
        });
    }

    /**
     * Refuses an update whose name, namespace or uid is not that of the object.
     *
     * @throws StatusException 400, or 409 for another uid
     */
    static void checkIdentity(ServedKind kind, ApiObject existing, ApiObject candidate) {
        if (!candidate.name().isEmpty() && !candidate.name().equals(existing.name())) {
            throw Status.badRequest("the name of the object (" + candidate.name()
                            + ") does not match the name on the URL (" + existing.name() + ")")
                    .asException();
        }
        checkNamespace(candidate, existing.namespace());
        if (!candidate.uid().isEmpty() && !candidate.uid().equals(existing.uid())) {
            throw Status.conflict(
                            kind.resource(),
                            existing.name(),
                            "Precondition failed: UID in precondition: " + candidate.uid() + ", UID in object meta: "
                                    + existing.uid())
                    .asException();
        }
    }

    /**
     * Refuses an object of another namespace than that of the URL, which is empty for kinds without.
     *
     * @throws StatusException 400
     */
    static void checkNamespace(ApiObject object, String namespace) {
        if (!object.namespace().isEmpty() && !object.namespace().equals(namespace)) {
            throw Status.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .asException();
        }
    }

    private static ApiObject wholeUpdate(ServedKind kind, ApiObject existing, ApiObject candidate) {
        return candidate.edit(root -> {
            identify(kind, root);
            ObjectNode metadata = root.withObjectProperty("metadata");
            metadata.remove(List.of("selfLink", "managedFields"));
            copy(existing.metadata(), metadata, FIXED);
            if (kind.hasStatus()) {
                copy(existing.json(), root, List.of("status"));
            }
            kind.strategy().prepareUpdate(root, existing);
        });
    }

    private static ApiObject partialUpdate(
            ServedKind kind, ApiObject existing, ApiObject candidate, String subresource) {
        return existing.edit(root -> {
            if (subresource.equals("status")) {
                copy(candidate.json(), root, List.of("status"));
            } else {
                kind.strategy().applySubresource(subresource, root, candidate);
            }
        });
    }

    private static void identify(ServedKind kind, ObjectNode root) {
        root.put("apiVersion", kind.descriptor().apiVersion());
        root.put("kind", kind.descriptor().kind());
    }

    private static void copy(ObjectNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            JsonNode value = from.get(field);
            if (value == null) {
                to.remove(field);
            } else {
                to.set(field, value);
            }
        }
    }
}
