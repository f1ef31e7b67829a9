package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.selector.FieldSelector;
import io.bellwether.apimachinery.selector.LabelSelector;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.store.KeyValue;
import java.util.Optional;

/**
 * The objects that a request's path and selectors ask for.
 *
 * @param scope the narrowest part of the resource that has them all
 * @param selection which of these
 */
record Selections(Scope scope, Selection selection) {

    /**
     * Reads them.
     *
     * @throws io.bellwether.apimachinery.StatusException 400 when a selector is malformed
     */
    static Selections of(ServedKind kind, ResourceRequest request) {
        Query query = request.query();
        LabelSelector labels = LabelSelector.parse(query.first("labelSelector").orElse(""));
        FieldSelector fields = FieldSelector.parse(query.first("fieldSelector").orElse(""), kind.descriptor());
        Optional<String> name =
                request.name().or(() -> fields.exactValue("metadata.name")).filter(kind::isName);
        Optional<String> namespace = kind.descriptor().isNamespaced() ? request.namespace() : Optional.empty();
        return new Selections(new Scope(kind.keys(), namespace, name), selection(kind.codec(), labels, fields));
    }

    private static Selection selection(StorageCodec codec, LabelSelector labels, FieldSelector fields) {
        if (labels.isEverything() && fields.isEverything()) {
            return Selection.EVERYTHING;
        }
        return entry -> matches(codec, labels, fields, entry);
    }

    private static boolean matches(StorageCodec codec, LabelSelector labels, FieldSelector fields, KeyValue entry) {
        StoredObject object = new StoredObject(entry);
        return (labels.isEverything() || labels.matches(object.labels()))
                && (fields.isEverything() || fields.matches(codec.selectableFields(object)));
    }
}
