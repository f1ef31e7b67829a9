package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRecord.Coordination;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads Leases tolerantly and writes them strictly, so that candidates of other implementations understand them.
 *
 * <p>What a draft does not name is kept as it is: unknown fields, labels, others' owner references, a strategy.
 */
final class LeaseObjects {

    /** Annotations that begin with this are ours alone: the marks of a record. */
    static final String MARKS = "coordination.bellwether.io/";

    /** The server's: what a client sends in it is ignored, so it is not sent. */
    static final String FENCING_TOKEN = MARKS + "fencing-token";

    private static final String API_VERSION = "coordination.k8s.io/v1";

    private LeaseObjects() {}

    static LockSnapshot snapshot(ApiObject lease) {
        JsonNode spec = lease.json().path("spec");
        Marks marks = marks(lease);
        LockRecord record = new LockRecord(
                text(spec, "holderIdentity"),
                number(spec, "leaseDurationSeconds"),
                text(spec, "acquireTime"),
                text(spec, "renewTime"),
                number(spec, "leaseTransitions"),
                marks,
                new Coordination(text(spec, "strategy"), text(spec, "preferredHolder")),
                Trees.text(spec) + marks.texts());
        return new LockSnapshot(
                LockRevision.of(lease.resourceVersion()), lease.uid(), record, stampedToken(lease), lease);
    }

    /** The Lease that the draft makes of the base, or of nothing. */
    static ApiObject lease(
            String namespace, String name, Optional<LockSnapshot> base, LockDraft draft, Optional<LeaseOwner> owner) {
        ApiObject before = base.map(snapshot -> (ApiObject) snapshot.base()).orElseGet(() -> empty(namespace, name));
        return before.edit(json -> {
            ObjectNode metadata = child(json, "metadata");
            ObjectNode annotations = child(metadata, "annotations");
            annotations.remove(markNames(annotations));
            annotations.remove(FENCING_TOKEN);
            draft.marks().texts().forEach((key, text) -> annotations.put(MARKS + key, text));
            LeaseOwnership.write(metadata, annotations, draft.purpose(), owner);
            write(child(json, "spec"), draft);
        });
    }

    private static Marks marks(ApiObject lease) {
        Map<String, String> texts = new HashMap<>();
        lease.annotations().forEach((name, text) -> {
            if (name.startsWith(MARKS)) {
                texts.put(name.substring(MARKS.length()), text);
            }
        });
        return Marks.of(texts);
    }

    private static List<String> markNames(ObjectNode annotations) {
        return annotations.propertyNames().stream()
                .filter(name -> name.startsWith(MARKS) && Marks.isKey(name.substring(MARKS.length())))
                .toList();
    }

    private static void write(ObjectNode spec, LockDraft draft) {
        spec.put("holderIdentity", draft.holder());
        spec.put("leaseDurationSeconds", (int) draft.durationSeconds());
        spec.put("renewTime", draft.renewTime());
        spec.put("leaseTransitions", (int) Math.min(draft.transitions(), Integer.MAX_VALUE));
        if (draft.purpose() != Purpose.RENEW) {
            spec.put("acquireTime", draft.renewTime());
        }
    }

    private static ApiObject empty(String namespace, String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", API_VERSION);
        json.put("kind", "Lease");
        json.putObject("metadata").put("namespace", namespace).put("name", name);
        return new ApiObject(json);
    }

    /** The object in that field; whatever else was there is replaced. */
    private static ObjectNode child(ObjectNode parent, String field) {
        return parent.path(field) instanceof ObjectNode existing ? existing : parent.putObject(field);
    }

    private static String text(JsonNode spec, String field) {
        JsonNode value = spec.path(field);
        return value.isString() ? value.stringValue() : "";
    }

    /** Zero for what is missing, negative, or no whole number. */
    private static long number(JsonNode spec, String field) {
        JsonNode value = spec.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? Math.max(0, value.longValue()) : 0;
    }

    private static OptionalLong stampedToken(ApiObject lease) {
        long token = lease.annotation(FENCING_TOKEN)
                .map(LockRevision::of)
                .map(LockRevision::order)
                .orElse(LockRevision.UNORDERED);
        return token == LockRevision.UNORDERED ? OptionalLong.empty() : OptionalLong.of(token);
    }
}
