package io.bellwether.apimachinery.openapi;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the OpenAPI v3 document of one group and version: its paths, and the schemas that they refer to. */
public final class OpenApiDocument {

    private OpenApiDocument() {}

    /**
     * The document as JSON; the same bytes for the same kinds.
     *
     * @param catalog whose kinds of that group and version are described
     */
    public static byte[] render(KindCatalog catalog, GroupVersion groupVersion) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Bellwether").put("version", groupVersion.version());
        ObjectNode paths = document.putObject("paths");
        Components components = new Components();
        for (KindDescriptor kind : catalog.kinds(groupVersion)) {
            components.addKind(kind);
            new PathItems(kind, components).addTo(paths);
        }
        document.putObject("components").set("schemas", components.schemas());
        return Trees.write(document);
    }
}
