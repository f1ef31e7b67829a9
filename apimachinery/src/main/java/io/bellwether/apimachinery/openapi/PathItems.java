package io.bellwether.apimachinery.openapi;

import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.MetaTypes;
import io.bellwether.apimachinery.kind.Subresource;
import io.bellwether.apimachinery.kind.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The paths of one kind: of its collection, of one object, and of the subresources. */
final class PathItems {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private final KindDescriptor kind;
    private final Components components;

    PathItems(KindDescriptor kind, Components components) {
        this.kind = kind;
        this.components = components;
    }

    void addTo(ObjectNode paths) {
        String root =
                kind.group().isEmpty() ? "/api/" + kind.version() : "/apis/" + kind.group() + "/" + kind.version();
        String everywhere = root + "/" + kind.plural();
        String collection = kind.isNamespaced() ? root + "/namespaces/{namespace}/" + kind.plural() : everywhere;
        if (kind.isNamespaced()) {
            paths.set(everywhere, allNamespaces());
        }
        paths.set(collection, collection());
        paths.set(collection + "/{name}", object());
        for (Subresource subresource : kind.subresources()) {
            paths.set(collection + "/{name}/" + subresource.name(), subresource(subresource));
        }
    }

    private ObjectNode allNamespaces() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        addIf("list", item, "get", () -> list("ForAllNamespaces"));
        return item;
    }

    private ObjectNode collection() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        addIf("list", item, "get", () -> list(""));
        addIf("create", item, "post", () -> {
            ObjectNode operation = operation("post", "create", "", Parameter.WRITE);
            addBody(operation, components.reference(kind.schema()), List.of(JSON, YAML, PROTOBUF));
            return answering(operation, components.reference(kind.schema()), "200", "201", "202");
        });
        addIf(
                "deletecollection",
                item,
                "delete",
                () -> answering(
                        operation("deletecollection", "deleteCollection", "", both(Parameter.LIST, Parameter.DELETE)),
                        components.reference(MetaTypes.status()),
                        "200"));
        addPathParameters(item, List.of());
        return item;
    }

    private ObjectNode object() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        addObjectVerbs(item, kind.verbs(), "");
        addIf("delete", item, "delete", () -> {
            ObjectNode operation = operation("delete", "delete", "", Parameter.DELETE);
            addBody(operation, components.reference(MetaTypes.deleteOptions()), List.of(JSON, YAML, PROTOBUF));
            return answering(operation, components.reference(MetaTypes.status()), "200", "202");
        });
        addPathParameters(item, List.of(Parameter.NAME));
        return item;
    }

    private ObjectNode subresource(Subresource subresource) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        String name = subresource.name();
        addObjectVerbs(item, subresource.verbs(), Character.toUpperCase(name.charAt(0)) + name.substring(1));
        addPathParameters(item, List.of(Parameter.NAME));
        return item;
    }

    private void addObjectVerbs(ObjectNode item, List<String> verbs, String suffix) {
        ObjectNode reference = components.reference(kind.schema());
        if (verbs.contains("get")) {
            item.set("get", answering(operation("get", "read", suffix, Parameter.GET), reference, "200"));
        }
        if (verbs.contains("update")) {
            ObjectNode operation = operation("put", "replace", suffix, Parameter.WRITE);
            addBody(operation, reference, List.of(JSON, YAML, PROTOBUF));
            item.set("put", answering(operation, reference, "200", "201"));
        }
        if (verbs.contains("patch")) {
            ObjectNode operation = operation("patch", "patch", suffix, Parameter.PATCH);
            addBody(operation, components.patchReference(), patchTypes());
            item.set("patch", answering(operation, reference, "200", "201"));
        }
    }

    private List<String> patchTypes() {
        List<String> types = new ArrayList<>(List.of("application/json-patch+json", "application/merge-patch+json"));
        if (kind.has(Trait.STRATEGIC_MERGE)) {
            types.add("application/strategic-merge-patch+json");
        }
        return types;
    }

    private ObjectNode list(String suffix) {
        return answering(operation("list", "list", suffix, Parameter.LIST), Components.listReference(kind), "200");
    }

    private void addIf(String verb, ObjectNode item, String method, Operation operation) {
        if (kind.verbs().contains(verb)) {
            item.set(method, operation.write());
        }
    }

    private ObjectNode operation(String action, String idVerb, String idSuffix, List<Parameter> parameters) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        String group = kind.group().isEmpty() ? "core" : kind.group().replaceAll("\\..*", "");
        operation.putArray("tags").add(group + "_" + kind.version());
        operation.put(
                "operationId",
                idVerb
                        + Character.toUpperCase(group.charAt(0))
                        + group.substring(1)
                        + kind.version().toUpperCase(Locale.ROOT)
                        + (kind.isNamespaced() && !idSuffix.equals("ForAllNamespaces") ? "Namespaced" : "")
                        + kind.kind()
                        + idSuffix);
        ArrayNode list = operation.putArray("parameters");
        parameters.forEach(parameter -> parameter.addTo(list));
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
        return operation;
    }

    private void addPathParameters(ObjectNode item, List<Parameter> more) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        more.forEach(parameter -> parameter.addTo(parameters));
        if (kind.isNamespaced()) {
            Parameter.NAMESPACE.addTo(parameters);
        }
        if (!parameters.isEmpty()) {
            item.set("parameters", parameters);
        }
    }

    private static void addBody(ObjectNode operation, ObjectNode schema, List<String> mediaTypes) {
        ObjectNode content = operation.putObject("requestBody").putObject("content");
        mediaTypes.forEach(type -> content.putObject(type).set("schema", schema));
    }

    private static ObjectNode answering(ObjectNode operation, ObjectNode schema, String... codes) {
        ObjectNode responses = operation.putObject("responses");
        for (String code : codes) {
            ObjectNode response = responses.putObject(code);
            response.put("description", code.equals("200") ? "OK" : code.equals("201") ? "Created" : "Accepted");
            ObjectNode content = response.putObject("content");
            content.putObject(JSON).set("schema", schema);
            content.putObject(YAML).set("schema", schema);
        }
        return operation;
    }

    private static List<Parameter> both(List<Parameter> some, List<Parameter> more) {
        List<Parameter> all = new ArrayList<>(some);
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    private interface Operation {
        ObjectNode write();
    }
}
