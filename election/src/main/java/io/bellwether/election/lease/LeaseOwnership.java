package io.bellwether.election.lease;

import io.bellwether.election.core.LockDraft.Purpose;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose a Lease is: the owner references that candidates write into it, and take out of it again.
 *
 * <p>A candidate knows the reference of its predecessor by the UID in an annotation, and takes it out: else the Lease
 * of a living holder would be deleted with the pod of a dead one. References of anybody else are left alone.
 */
final class LeaseOwnership {

    /** The UID in the owner reference that the last holder wrote. */
    static final String OWNER = LeaseObjects.MARKS + "owner";

    private static final String REFERENCES = "ownerReferences";

    private LeaseOwnership() {}

    /** What a write for that purpose changes about it: a renewal leaves everything as it is. */
    static void write(ObjectNode metadata, ObjectNode annotations, Purpose purpose, Optional<LeaseOwner> owner) {
        switch (purpose) {
            case RENEW -> {}
            case RELEASE -> disown(metadata, annotations);
            case ACQUIRE -> {
                disown(metadata, annotations);
                owner.ifPresent(own -> own(metadata, annotations, own));
            }
        }
    }

    private static void disown(ObjectNode metadata, ObjectNode annotations) {
        JsonNode uid = annotations.remove(OWNER);
        if (uid != null && metadata.path(REFERENCES) instanceof ArrayNode references) {
            var unused = references.removeIf(reference -> isOf(reference, uid.asString("")));
            if (references.isEmpty()) {
                metadata.remove(REFERENCES);
            }
        }
    }

    private static void own(ObjectNode metadata, ObjectNode annotations, LeaseOwner owner) {
        ArrayNode references =
                metadata.path(REFERENCES) instanceof ArrayNode existing ? existing : metadata.putArray(REFERENCES);
        // Somebody else's reference to the same object does as well, and stays.
        if (references.valueStream().noneMatch(reference -> isOf(reference, owner.uid()))) {
            references
                    .addObject()
                    .put("apiVersion", owner.apiVersion())
                    .put("kind", owner.kind())
                    .put("name", owner.name())
                    .put("uid", owner.uid());
            annotations.put(OWNER, owner.uid());
        }
    }

    private static boolean isOf(JsonNode reference, String uid) {
        return reference.path("uid").asString("").equals(uid);
    }
}
