package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.Status;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A list of operations on a JSON tree.
 *
 * <p>Limits: at most {@value #OPERATION_LIMIT} operations; all copies of one patch together may add at most
 * {@link PatchedTree#COPY_LIMIT} values.
 *
 * <p>Source: RFC 6902.
 */
final class JsonPatch {

    static final int OPERATION_LIMIT = 10_000;

    private final List<PatchOperation> operations;

    private JsonPatch(List<PatchOperation> operations) {
        this.operations = operations;
    }

    static JsonPatch parse(JsonNode patch) {
        if (!patch.isArray()) {
            throw Status.badRequest("a JSON patch must be a list of operations").asException();
        }
        if (patch.size() > OPERATION_LIMIT) {
            throw Status.requestEntityTooLarge("The allowed maximum operations in a JSON patch is " + OPERATION_LIMIT
                            + ", got " + patch.size())
                    .asException();
        }
        List<PatchOperation> operations = new ArrayList<>(patch.size());
        patch.values().forEach(each -> operations.add(PatchOperation.parse(each)));
        return new JsonPatch(operations);
    }

    /** The patched tree; the given one is not changed. */
    JsonNode apply(JsonNode target) {
        PatchedTree tree = new PatchedTree(target.deepCopy());
        operations.forEach(tree::apply);
        return tree.root();
    }
}
