package io.bellwether.cli.demo;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ResourcePath;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the demonstration. */
final class DemoObjects {

    static final String NAMESPACE = "demo";
    static final String LEASE = "leader";
    static final String COUNTER = "counter";
    static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");
    static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");

    private DemoObjects() {}

    static ResourcePath counterPath() {
        return ResourcePath.object(CONFIG_MAPS, NAMESPACE, COUNTER);
    }

    static ApiObject namespace() {
        ObjectNode json = object("Namespace", NAMESPACE);
        return new ApiObject(json);
    }

    static ApiObject configMap(String name, Map<String, String> data) {
        ObjectNode json = object("ConfigMap", name);
        ObjectNode values = json.putObject("data");
        data.forEach(values::put);
        return new ApiObject(json);
    }

    /** What a worker writes: under which token, and which of its writes this is. */
    static ObjectNode counterPatch(long token, long sequence, String identity) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data")
                .put("token", Long.toString(token))
                .put("sequence", Long.toString(sequence))
                .put("writer", identity);
        return patch;
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "v1").put("kind", kind);
        json.putObject("metadata").put("name", name);
        return json;
    }
}
