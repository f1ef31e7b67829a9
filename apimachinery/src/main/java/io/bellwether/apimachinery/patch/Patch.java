package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.Trait;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies patches to objects. Pure: the object is not changed, and one patch may be applied again to a newer object.
 */
public final class Patch {

    private Patch() {}

    /**
     * The object with the patch applied, then decoded again as if it had come in a body.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 when the patch is malformed, or its result no object of
     *     the kind; 413 when it has too many operations or copies too much; 415 for a strategic merge patch on a kind
     *     that does not understand it; 422 when an operation cannot be carried out
     */
    public static Decoded apply(
            PatchType type, ApiObject object, byte[] patch, KindDescriptor kind, FieldValidation validation) {
        JsonNode parsed = Trees.parse(patch);
        JsonNode result = switch (type) {
            case JSON -> JsonPatch.parse(parsed).apply(object.json());
            case MERGE -> MergePatch.apply(object.json(), requireObject(parsed));
            case STRATEGIC -> {
                requireStrategic(kind);
                yield StrategicMerge.apply(object.json(), requireObject(parsed), kind.schema());
            }
        };
        if (result instanceof ObjectNode tree) {
            return ObjectCodec.decode(tree, kind, validation);
        }
        throw Status.badRequest("the result of the patch is no object").asException();
    }

    private static void requireStrategic(KindDescriptor kind) {
        if (!kind.has(Trait.STRATEGIC_MERGE)) {
            throw Status.unsupportedMediaType(List.of(PatchType.JSON.mediaType(), PatchType.MERGE.mediaType()))
                    .asException();
        }
    }

    private static ObjectNode requireObject(JsonNode patch) {
        if (patch instanceof ObjectNode object) {
            return object;
        }
        throw Status.badRequest("the patch must be a JSON object").asException();
    }
}
