package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.patch.Patch;
import io.bellwether.apimachinery.patch.PatchType;
import java.util.List;

/**
 * A patch that is applied to an object, again to a newer one when the write raced, and the warnings of its last
 * application.
 *
 * <p>Threads: owned by one request's thread.
 */
final class PatchedObject implements Updates.Change {

    private final ServedKind kind;
    private final PatchType type;
    private final byte[] patch;
    private final FieldValidation validation;
    private List<String> warnings = List.of();

    PatchedObject(ServedKind kind, PatchType type, byte[] patch, FieldValidation validation) {
        this.kind = kind;
        this.type = type;
        this.patch = patch;
        this.validation = validation;
    }

    @Override
    public ApiObject candidate(ApiObject existing) {
        Decoded patched = Patch.apply(type, existing, patch, kind.descriptor(), validation);
        warnings = patched.warnings();
        return patched.object();
    }

    List<String> warnings() {
        return warnings;
    }
}
