package io.bellwether.apiserver.discovery;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.Subresource;
import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one document that holds all resources of all groups: {@code apidiscovery.k8s.io/v2}. */
final class AggregatedDiscovery {

    private AggregatedDiscovery() {}

    /** The document for some groups, in their order; the versions of a group in order of preference. */
    static ObjectNode of(KindCatalog catalog, Collection<GroupVersions> groups) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        groups.forEach(group -> {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            metadata.put("name", group.group()).putNull("creationTimestamp");
            ArrayNode versions = item.putArray("versions");
            group.versions().forEach(version -> versions.add(version(catalog, version)));
        });
        return list;
    }

    private static ObjectNode version(KindCatalog catalog, GroupVersion groupVersion) {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("version", groupVersion.version());
        ArrayNode resources = version.putArray("resources");
        catalog.kinds(groupVersion).forEach(kind -> resources.add(resource(kind)));
        version.put("freshness", "Current");
        return version;
    }

    private static ObjectNode resource(KindDescriptor kind) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("resource", kind.plural());
        resource.set("responseKind", responseKind(kind.groupVersionKind()));
        resource.put("scope", kind.isNamespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", kind.names().singular());
        strings(resource, "verbs", kind.verbs());
        strings(resource, "shortNames", kind.names().shortNames());
        strings(resource, "categories", kind.names().categories());
        if (!kind.subresources().isEmpty()) {
            ArrayNode subresources = resource.putArray("subresources");
            kind.subresources().forEach(subresource -> subresources.add(subresource(subresource)));
        }
        return resource;
    }

    private static ObjectNode subresource(Subresource subresource) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("subresource", subresource.name());
        node.set("responseKind", responseKind(subresource.groupVersionKind()));
        strings(node, "verbs", subresource.verbs());
        return node;
    }

    private static ObjectNode responseKind(GroupVersionKind kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static void strings(ObjectNode node, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }
}
