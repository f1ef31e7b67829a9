package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.document;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.registry.core.ContinueToken;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.OutputFormat.IncludeObject;
import io.bellwether.apiserver.request.OutputFormat.Media;
import io.bellwether.apiserver.request.OutputFormat.Transform;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.store.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Pages, selectors and the forms of answers.
 *
 * <p>Source: G-R3.
 */
final class ReadTest {

    private static final OutputFormat TABLE =
            new OutputFormat(Media.JSON, Transform.TABLE, "v1", IncludeObject.METADATA);
    private static final OutputFormat METADATA =
            new OutputFormat(Media.JSON, Transform.PARTIAL_METADATA, "v1", IncludeObject.METADATA);

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void pages_ofAChurningCollection_showOneRevision() {
        for (int index = 10; index < 35; index++) {
            plane.createConfigMap("default", "c" + index);
        }
        List<String> names = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        List<Long> remaining = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = plane.call("configmaps")
                    .in("default")
                    .query("limit", "10", "continue", token)
                    .list();
            page.path("items")
                    .forEach(item -> names.add(item.at("/metadata/name").stringValue()));
            versions.add(page.at("/metadata/resourceVersion").stringValue());
            remaining.add(page.at("/metadata/remainingItemCount").asLong(0));
            token = page.at("/metadata/continue").asString("");
            plane.createConfigMap("default", "d" + versions.size());
            plane.call("configmaps").in("default").delete("c" + (35 - versions.size()));
        } while (!token.isEmpty());

        assertThat(names).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertThat(versions).hasSize(3).containsOnly(versions.getFirst());
        assertThat(remaining).containsExactly(15L, 5L, 0L);
    }

    @Test
    void pages_withSelector_holdMatchesOnlyAndNoCount() {
        for (int index = 10; index < 40; index++) {
            plane.create(
                    "configmaps",
                    "default",
                    "{\"metadata\":{\"name\":\"c" + index + "\",\"labels\":{\"p\":\"" + index % 3 + "\"}}}");
        }
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = plane.call("configmaps")
                    .in("default")
                    .query("limit", "4", "continue", token, "labelSelector", "p=1")
                    .list();
            page.path("items")
                    .forEach(item -> names.add(item.at("/metadata/name").stringValue()));
            assertThat(page.path("metadata").has("remainingItemCount")).isFalse();
            token = page.at("/metadata/continue").asString("");
        } while (!token.isEmpty());

        assertThat(names).containsExactly("c10", "c13", "c16", "c19", "c22", "c25", "c28", "c31", "c34", "c37");
    }

    @Test
    void page_afterCompaction_isExpiredWithATokenThatGoesOn() {
        for (int index = 10; index < 30; index++) {
            plane.createConfigMap("default", "c" + index);
        }
        String token = plane.call("configmaps")
                .in("default")
                .query("limit", "5")
                .list()
                .at("/metadata/continue")
                .stringValue();
        plane.createConfigMap("default", "c30");
        plane.store.compact(plane.store.currentRevision());

        Status expired = refusal(() -> plane.call("configmaps")
                .in("default")
                .query("limit", "5", "continue", token)
                .list());
        JsonNode rest = plane.call("configmaps")
                .in("default")
                .query("continue", expired.continueToken())
                .list();

        assertThat(expired.code()).isEqualTo(410);
        assertThat(expired.reason()).isEqualTo(StatusReason.EXPIRED);
        assertThat(rest.path("items")).hasSize(16);
        assertThat(rest.at("/items/0/metadata/name").stringValue()).isEqualTo("c15");
    }

    @Test
    void token_ofAnotherList_isRefused() {
        plane.createConfigMap("default", "a");
        plane.create("secrets", "kube-system", "{\"metadata\":{\"name\":\"hidden\"}}");
        Revision revision = plane.store.currentRevision();
        String secrets = "/registry/core/secrets/kube-system/";
        List<String> forged = List.of(
                new ContinueToken(Optional.of(revision), secrets, secrets + "a").encode(),
                new ContinueToken(
                                Optional.of(new Revision(9_999)),
                                "/registry/core/configmaps/default/",
                                "/registry/core/configmaps/default/a")
                        .encode(),
                "AAAA",
                "%%%",
                "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIuLi8uLi8ifQ",
                "x".repeat(10_000));

        for (String token : forged) {
            assertThat(refusal(() -> plane.call("configmaps")
                                    .in("default")
                                    .query("continue", token)
                                    .list())
                            .code())
                    .isEqualTo(400);
        }
    }

    @Test
    void list_ofANamespace_doesNotShowItsNeighbours() {
        plane.create("namespaces", "", "{\"metadata\":{\"name\":\"default-2\"}}");
        plane.createConfigMap("default", "a");
        plane.createConfigMap("default-2", "b");

        JsonNode list = plane.call("configmaps").in("default").list();
        JsonNode all = plane.call("configmaps").list();

        assertThat(list.path("items")).hasSize(1);
        assertThat(all.path("items")).hasSize(2);
        assertThat(list.path("kind").stringValue()).isEqualTo("ConfigMapList");
        assertThat(list.path("apiVersion").stringValue()).isEqualTo("v1");
        assertThat(list.at("/items/0").has("kind")).isFalse();
        assertThat(list.at("/items/0/metadata/resourceVersion").isString()).isTrue();
    }

    @Test
    void list_emptyCollection_hasTheRevisionOfTheStore() {
        JsonNode list = plane.call("leases").list();

        assertThat(list.path("items")).isEmpty();
        assertThat(list.at("/metadata/resourceVersion").stringValue())
                .isEqualTo(plane.store.currentRevision().toString());
    }

    @Test
    void selectors_onFields_findEventsByWhatTheyAreAbout() {
        for (String name : List.of("x", "y")) {
            plane.create(
                    "events",
                    "default",
                    "{\"metadata\":{\"name\":\"e-" + name
                            + "\"},\"involvedObject\":{\"kind\":\"Lease\",\"namespace\":\"default\",\"name\":\"" + name
                            + "\"},\"reason\":\"Elected\",\"type\":\"Normal\"}");
        }

        JsonNode found = plane.call("events")
                .in("default")
                .query("fieldSelector", "involvedObject.name=x,type!=Warning")
                .list();
        JsonNode byName =
                plane.call("events").query("fieldSelector", "metadata.name=e-y").list();

        assertThat(found.path("items")).hasSize(1);
        assertThat(found.at("/items/0/metadata/name").stringValue()).isEqualTo("e-x");
        assertThat(byName.path("items")).hasSize(1);
        assertThat(refusal(() -> plane.call("events")
                                .query("fieldSelector", "message=x")
                                .list())
                        .code())
                .isEqualTo(400);
    }

    @Test
    void forms_ofOneObjectAndOfLists_areThoseAskedFor() throws IOException {
        plane.createConfigMap("default", "a");

        JsonNode table = plane.call("configmaps").in("default").as(TABLE).get("a");
        JsonNode tableList = plane.call("configmaps").in("default").as(TABLE).list();
        JsonNode metadata = plane.call("configmaps").in("default").as(METADATA).list();
        String yaml = text(
                plane.call("configmaps").in("default").as(OutputFormat.YAML).send(Verb.LIST, null));

        assertThat(table.at("/rows/0/cells/0").stringValue()).isEqualTo("a");
        assertThat(tableList.at("/rows/0/object/kind").stringValue()).isEqualTo("PartialObjectMetadata");
        assertThat(tableList.at("/metadata/resourceVersion").isString()).isTrue();
        assertThat(metadata.path("kind").stringValue()).isEqualTo("PartialObjectMetadataList");
        assertThat(metadata.at("/items/0").has("data")).isFalse();
        assertThat(yaml).contains("ConfigMapList").contains("name:");
    }

    private static String text(ResourceResponse response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((ResourceResponse.Listing) response).writer().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void exactList_whileObjectsChange_isTheSameEachTime() throws IOException {
        plane.createConfigMap("default", "a");
        plane.createConfigMap("default", "b");
        String revision = plane.store.currentRevision().toString();
        String first = exact(revision);

        plane.call("configmaps").in("default").body(configMap("a", "w")).update("a");
        plane.call("configmaps").in("default").delete("b");

        assertThat(exact(revision)).isEqualTo(first);
        assertThat(document(plane.call("configmaps").in("default").send(Verb.LIST, null))
                        .path("items"))
                .hasSize(1);
    }

    private String exact(String revision) throws IOException {
        return text(plane.call("configmaps")
                .in("default")
                .query("resourceVersion", revision, "resourceVersionMatch", "Exact")
                .send(Verb.LIST, null));
    }
}
