package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.codec.DeleteOptions;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.codec.MediaType;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.kind.Trait;
import io.bellwether.apimachinery.patch.PatchType;
import io.bellwether.apiserver.request.RequestBody;
import io.bellwether.apiserver.request.ResourceRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decodes the bodies of requests.
 *
 * <p>Errors: 415 for a media type that is not understood, 400 for what cannot be decoded.
 *
 * <p>Threads: stateless.
 */
final class Bodies {

    private Bodies() {}

    /** The object in the body. */
    static Decoded object(ServedKind kind, ResourceRequest request, FieldValidation validation) {
        RequestBody body = required(request);
        return ObjectCodec.decode(body.bytes().shared(), mediaType(body), kind.descriptor(), validation);
    }

    /** The options of a deletion; none without a body. */
    static DeleteOptions deleteOptions(ResourceRequest request) {
        if (request.body().isEmpty() || request.body().get().bytes().size() == 0) {
            return DeleteOptions.NONE;
        }
        RequestBody body = request.body().get();
        return ObjectCodec.decodeDeleteOptions(body.bytes().shared(), mediaType(body));
    }

    /** The patch in the body. */
    static PatchedObject patch(ServedKind kind, ResourceRequest request, FieldValidation validation) {
        RequestBody body = required(request);
        return new PatchedObject(
                kind, checkPatchType(kind, request), body.bytes().shared(), validation);
    }

    /**
     * The type of the patch in the body: checked before anything else, since clients choose another type by this
     * answer.
     */
    static PatchType checkPatchType(ServedKind kind, ResourceRequest request) {
        return PatchType.ofContentType(required(request).contentType())
                .filter(known ->
                        known != PatchType.STRATEGIC || kind.descriptor().has(Trait.STRATEGIC_MERGE))
                .orElseThrow(() -> Status.unsupportedMediaType(patchTypes(kind)).asException());
    }

    private static RequestBody required(ResourceRequest request) {
        return request.body()
                .orElseThrow(() -> Status.badRequest("the request needs a body").asException());
    }

    private static MediaType mediaType(RequestBody body) {
        return MediaType.ofContentType(body.contentType())
                .orElseThrow(() -> Status.unsupportedMediaType(Stream.of(MediaType.values())
                                .map(MediaType::wireName)
                                .toList())
                        .asException());
    }

    private static List<String> patchTypes(ServedKind kind) {
        return Stream.of(PatchType.values())
                .filter(type -> type != PatchType.STRATEGIC || kind.descriptor().has(Trait.STRATEGIC_MERGE))
                .map(PatchType::mediaType)
                .toList();
    }
}
