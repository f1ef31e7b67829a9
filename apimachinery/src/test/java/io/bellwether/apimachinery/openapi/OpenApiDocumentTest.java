package io.bellwether.apimachinery.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.kind.KindCatalog;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenApiDocumentTest {

    private static final JsonNode CORE = document(new GroupVersion("", "v1"));
    private static final JsonNode COORDINATION = document(new GroupVersion("coordination.k8s.io", "v1"));

    @Test
    void render_ofNamespacedKind_hasItsPaths() {
        assertThat(COORDINATION.get("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/apis/coordination.k8s.io/v1/leases",
                        "/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases",
                        "/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases/{name}");
    }

    @Test
    void render_ofClusterScopedKind_hasItsSubresources() {
        assertThat(CORE.get("paths").propertyNames())
                .contains(
                        "/api/v1/namespaces",
                        "/api/v1/namespaces/{name}",
                        "/api/v1/namespaces/{name}/status",
                        "/api/v1/namespaces/{name}/finalize");
    }

    @Test
    void render_ofPatch_letsToolsLeaveValidationToTheServer() {
        JsonNode patch = CORE.get("paths")
                .get("/api/v1/namespaces/{namespace}/configmaps/{name}")
                .get("patch");

        assertThat(patch.get("x-kubernetes-group-version-kind"))
                .hasToString("{\"group\":\"\",\"kind\":\"ConfigMap\",\"version\":\"v1\"}");
        assertThat(patch.get("parameters").values().stream()
                        .map(each -> each.get("name").asString()))
                .contains("fieldValidation", "dryRun", "fieldManager", "force");
        assertThat(patch.at("/requestBody/content").propertyNames())
                .containsExactly(
                        "application/json-patch+json",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json");
    }

    @Test
    void render_ofKind_marksItsSchema() {
        JsonNode lease = COORDINATION.at("/components/schemas/io.k8s.api.coordination.v1.Lease");

        assertThat(lease.get("x-kubernetes-group-version-kind"))
                .hasToString("[{\"group\":\"coordination.k8s.io\",\"kind\":\"Lease\",\"version\":\"v1\"}]");
        assertThat(lease.at("/properties/spec/allOf/0/$ref").asString())
                .isEqualTo("#/components/schemas/io.k8s.api.coordination.v1.LeaseSpec");
        assertThat(lease.at("/properties/spec/description").asString()).isNotEmpty();
    }

    @Test
    void render_ofMergedList_tellsToolsHowToMerge() {
        JsonNode owners = CORE.at(
                "/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta/properties/ownerReferences");

        assertThat(owners.get("x-kubernetes-patch-strategy").asString()).isEqualTo("merge");
        assertThat(owners.get("x-kubernetes-patch-merge-key").asString()).isEqualTo("uid");
        assertThat(owners.get("x-kubernetes-list-map-keys")).hasToString("[\"uid\"]");
    }

    @Test
    void render_ofEveryGroup_refersOnlyToWhatItHas() {
        for (JsonNode document : new JsonNode[] {CORE, COORDINATION}) {
            Set<String> references = new HashSet<>();
            collectReferences(document, references);
            Set<String> schemas = Set.copyOf(document.at("/components/schemas").propertyNames());

            assertThat(references)
                    .isNotEmpty()
                    .allSatisfy(reference ->
                            assertThat(schemas).contains(reference.substring("#/components/schemas/".length())));
        }
    }

    @Test
    void render_ofEveryOperation_hasAnIdOfItsOwn() {
        Stream<String> ids = CORE.get("paths").values().stream()
                .flatMap(item -> item.values().stream())
                .filter(JsonNode::isObject)
                .map(operation -> operation.get("operationId").asString());

        assertThat(ids).doesNotHaveDuplicates();
    }

    private static void collectReferences(JsonNode node, Set<String> references) {
        if (node.isObject() && node.has("$ref")) {
            references.add(node.get("$ref").asString());
        }
        node.values().forEach(child -> collectReferences(child, references));
    }

    private static JsonNode document(GroupVersion groupVersion) {
        return new JsonMapper().readTree(OpenApiDocument.render(KindCatalog.builtIn(), groupVersion));
    }
}
