package io.bellwether.apimachinery.table;

import io.bellwether.apimachinery.ApiObject;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects reduced to their metadata. */
public final class PartialMetadata {

    /** The kind of one. */
    public static final String KIND = "PartialObjectMetadata";

    /** The kind of a list of them. */
    public static final String LIST_KIND = "PartialObjectMetadataList";

    private PartialMetadata() {}

    /**
     * The metadata of the object, shared, not copied.
     *
     * @param metaVersion the version of {@code meta.k8s.io}
     */
    public static ApiObject of(ApiObject object, String metaVersion) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", KIND);
        node.put("apiVersion", "meta.k8s.io/" + metaVersion);
        if (object.json().get("metadata") instanceof ObjectNode metadata) {
            node.set("metadata", metadata);
        } else {
            node.putObject("metadata");
        }
        return new ApiObject(node);
    }
}
