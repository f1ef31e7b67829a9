package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.validation.ObjectValidation;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.store.Key;
import java.util.Optional;

/** A kind with what serves it: how it is stored, what holds for its objects, and what it does differently. */
record ServedKind(KindDescriptor descriptor, StorageCodec codec, ObjectValidation validation, KindStrategy strategy) {

    /** No valid name is longer. */
    private static final int NAME_LIMIT = 253;

    /** The kind with this strategy. */
    static ServedKind of(KindDescriptor descriptor, KindStrategy strategy) {
        return new ServedKind(descriptor, new StorageCodec(descriptor), ObjectValidation.of(descriptor), strategy);
    }

    ResourceKeys keys() {
        return codec.keys();
    }

    GroupResource resource() {
        return descriptor.groupResource();
    }

    boolean hasStatus() {
        return descriptor.subresource("status").isPresent();
    }

    /** The key of an object; a name that cannot be one is not found. */
    Key key(Optional<String> namespace, String name) {
        if (!isName(name) || !namespace.map(this::isName).orElse(true)) {
            throw notFound(name);
        }
        return keys().key(namespace, name);
    }

    Key key(ApiObject object) {
        return key(descriptor.isNamespaced() ? Optional.of(object.namespace()) : Optional.empty(), object.name());
    }

    /** Whether the text can stand in a key, as a name or a namespace. */
    boolean isName(String text) {
        return text.length() <= NAME_LIMIT && ResourceKeys.isSegment(text);
    }

    StatusException notFound(String name) {
        return Status.notFound(resource(), name).asException();
    }
}
