package io.bellwether.apimachinery.openapi;

import io.bellwether.apimachinery.kind.Field;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.ListType;
import io.bellwether.apimachinery.kind.MergeRules;
import io.bellwether.apimachinery.kind.MetaTypes;
import io.bellwether.apimachinery.kind.PatchStrategy;
import io.bellwether.apimachinery.kind.ScalarType;
import io.bellwether.apimachinery.kind.Schema;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collects the schemas that a document refers to; each is written once, when it is first referred to. */
final class Components {

    private static final String GROUP_VERSION_KIND = "x-kubernetes-group-version-kind";
    private static final String PATCH = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";

    private final Map<String, ObjectNode> byName = new TreeMap<>();

    /** All schemas, in the order of their names. */
    ObjectNode schemas() {
        ObjectNode schemas = JsonNodeFactory.instance.objectNode();
        byName.forEach(schemas::set);
        return schemas;
    }

    /** Writes the schemas of a kind and of its list, and marks them as such. */
    void addKind(KindDescriptor kind) {
        reference(kind.schema());
        mark(component(kind.schema().typeName()), kind, kind.kind());
        addList(kind);
    }

    /** Refers to the schema of a kind's list. */
    static ObjectNode listReference(KindDescriptor kind) {
        return reference(kind.schema().typeName() + "List");
    }

    /** Refers to the schema of patches: any object. */
    ObjectNode patchReference() {
        byName.computeIfAbsent(
                PATCH,
                name -> JsonNodeFactory.instance
                        .objectNode()
                        .put("description", "A patch, in the form that its media type names.")
                        .put("type", "object"));
        return reference(PATCH);
    }

    /** Refers to a struct's schema, which is written if it has not been. */
    ObjectNode reference(Schema.Struct struct) {
        if (!byName.containsKey(struct.typeName())) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            byName.put(struct.typeName(), node);
            fill(node, struct);
        }
        return reference(struct.typeName());
    }

    private void addList(KindDescriptor kind) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        byName.put(kind.schema().typeName() + "List", list);
        list.put("description", "A list of objects of the kind " + kind.kind() + ".");
        list.put("type", "object");
        list.putArray("required").add("items");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        ObjectNode items = properties.putObject("items");
        items.put("type", "array");
        items.set("items", reference(kind.schema()));
        properties.set("metadata", reference(MetaTypes.listMeta()));
        mark(list, kind, kind.listKind());
    }

    private static void mark(ObjectNode schema, KindDescriptor kind, String name) {
        schema.putArray(GROUP_VERSION_KIND)
                .addObject()
                .put("group", kind.group())
                .put("kind", name)
                .put("version", kind.version());
    }

    private ObjectNode component(String name) {
        ObjectNode node = byName.get(name);
        if (node == null) {
            throw new IllegalStateException("no schema was written for " + name);
        }
        return node;
    }

    private static ObjectNode reference(String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void fill(ObjectNode node, Schema.Struct struct) {
        node.put("description", struct.description());
        node.put("type", "object");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        ObjectNode properties = node.putObject("properties");
        for (Field field : struct.fields().values()) {
            properties.set(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
    }

    private ObjectNode property(Field field) {
        ObjectNode node = value(field.schema());
        if (node.has("$ref")) {
            // What stands beside a $ref does not count, so the reference goes one level down.
            ObjectNode around = JsonNodeFactory.instance.objectNode();
            around.putArray("allOf").add(node);
            node = around;
        }
        if (!field.description().isEmpty()) {
            node.put("description", field.description());
        }
        addMergeRules(node, field);
        return node;
    }

    private static void addMergeRules(ObjectNode node, Field field) {
        MergeRules merge = field.merge();
        if (!merge.strategies().isEmpty()) {
            node.put(
                    "x-kubernetes-patch-strategy",
                    merge.strategies().stream()
                            .sorted()
                            .map(PatchStrategy::wireName)
                            .collect(Collectors.joining(",")));
        }
        if (!merge.mergeKey().isEmpty()) {
            node.put("x-kubernetes-patch-merge-key", merge.mergeKey());
        }
        if (field.schema() instanceof Schema.ListOf) {
            node.put("x-kubernetes-list-type", merge.listType().wireName());
        }
        if (merge.listType() == ListType.MAP) {
            ArrayNode keys = node.putArray("x-kubernetes-list-map-keys");
            merge.listMapKeys().forEach(keys::add);
        }
    }

    private ObjectNode value(Schema schema) {
        return switch (schema) {
            case Schema.Scalar scalar -> scalar(scalar.type());
            case Schema.ListOf list -> {
                ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", "array");
                node.set("items", value(list.items()));
                yield node;
            }
            case Schema.MapOf map -> {
                ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", "object");
                node.set("additionalProperties", value(map.values()));
                yield node;
            }
            case Schema.RawObject raw -> JsonNodeFactory.instance.objectNode().put("type", "object");
            case Schema.Struct struct -> reference(struct);
        };
    }

    private static ObjectNode scalar(ScalarType type) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (type == ScalarType.INT_OR_STRING) {
            node.put("format", type.format());
            ArrayNode either = node.putArray("oneOf");
            either.addObject().put("type", "integer");
            either.addObject().put("type", "string");
            return node;
        }
        node.put("type", type.jsonType());
        if (!type.format().isEmpty()) {
            node.put("format", type.format());
        }
        return node;
    }
}
