package io.bellwether.apiserver.fence;

import io.bellwether.apimachinery.ApiObject;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What makes a write of a Lease a handover: pure.
 *
 * <p>Shape: the holder, the time of acquisition or the number of transitions changes, also to nobody, or the Lease is
 * created. Each of them alone counts, so that a token grows whatever a client leaves unsaid; to grow once too often
 * costs the leader a renewal of its token, to grow too seldom would let a deposed leader write.
 *
 * <p>Threads: stateless.
 */
public final class Handover {

    /** The annotation that carries the token; it belongs to the server. */
    public static final String ANNOTATION = "coordination.bellwether.io/fencing-token";

    private static final List<String> FIELDS = List.of("holderIdentity", "acquireTime", "leaseTransitions");

    private Handover() {}

    /**
     * Whether writing {@code after} hands the Lease over.
     *
     * @param before empty: the Lease is created
     */
    public static boolean happensIn(Optional<ApiObject> before, ApiObject after) {
        return before.isEmpty()
                || FIELDS.stream().anyMatch(field -> !text(before.get(), field).equals(text(after, field)));
    }

    /** The Lease with this token in its annotation, whatever stood there. */
    public static ApiObject stamped(ApiObject lease, long token) {
        String text = Long.toString(token);
        if (lease.annotation(ANNOTATION).equals(Optional.of(text))) {
            return lease;
        }
        return lease.editMetadata(
                metadata -> metadata.withObjectProperty("annotations").put(ANNOTATION, text));
    }

    /** The field as text; numbers as they are written, absent and null alike. */
    private static String text(ApiObject lease, String field) {
        JsonNode value = lease.json().path("spec").path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asString();
    }
}
