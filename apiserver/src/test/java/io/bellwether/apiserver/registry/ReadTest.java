package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.brief;
import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.document;
import static io.bellwether.apiserver.kit.ControlPlane.ready;
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
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
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
 * Pages, selectors, watches and the forms of answers.
 *
 * <p>Source: G-R3, G-R5.
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
    void watch_objectThatStopsMatching_isDeletedWithItsLastMatchingStateAndTheNewRevision() {
        try (WatchStream watch = plane.call("configmaps")
                .in("default")
                .query("labelSelector", "app=x")
                .watch()) {
            plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"a\"}}");
            String added = label("x");
            String gone = label("y");
            String back = label("x");

            List<JsonNode> events = ready(watch);
            assertThat(events.stream().map(ControlPlane::brief))
                    .containsExactly("ADDED a@" + added, "DELETED a@" + gone, "ADDED a@" + back);
            assertThat(events.get(1).at("/object/metadata/labels/app").stringValue())
                    .isEqualTo("x");
        }
    }

    private String label(String value) {
        return plane.call("configmaps")
                .in("default")
                .body("application/merge-patch+json", "{\"metadata\":{\"labels\":{\"app\":\"" + value + "\"}}}")
                .patch("a")
                .at("/metadata/resourceVersion")
                .stringValue();
    }

    @Test
    void watch_deletedObject_carriesTheRevisionOfTheDeletion() {
        plane.createConfigMap("default", "a");
        try (WatchStream watch = plane.call("configmaps")
                .query("resourceVersion", plane.store.currentRevision().toString())
                .watch()) {
            plane.call("configmaps").in("default").delete("a");

            assertThat(ready(watch).stream().map(ControlPlane::brief))
                    .containsExactly("DELETED a@" + plane.store.currentRevision());
        }
    }

    @Test
    void watch_noOpUpdate_saysNothing() {
        JsonNode created = plane.createConfigMap("default", "a");
        try (WatchStream watch = plane.call("configmaps").watch()) {
            ready(watch);
            plane.call("configmaps").in("default").body(created).update("a");

            assertThat(ready(watch)).isEmpty();
        }
    }

    @Test
    void watch_tooOld_saysSoInAnErrorEvent() {
        try (WatchStream watch =
                plane.call("configmaps").query("resourceVersion", "1").watch()) {
            for (int index = 0; index < 3; index++) {
                plane.createConfigMap("default", "c" + index);
            }
        }
        ControlPlane restarted = new ControlPlane(plane.store, WatchCacheLimits.DEFAULT);

        try (WatchStream watch =
                restarted.call("configmaps").query("resourceVersion", "1").watch()) {
            List<JsonNode> events = ready(watch);
            assertThat(events).hasSize(1);
            assertThat(events.getFirst().path("type").stringValue()).isEqualTo("ERROR");
            assertThat(events.getFirst().at("/object/code").intValue()).isEqualTo(410);
            assertThat(events.getFirst().at("/object/reason").stringValue()).isEqualTo("Expired");
        }
        restarted.cache.close();
    }

    @Test
    void watch_asTable_carriesItsHeadingsOnce() {
        plane.createConfigMap("default", "a");
        plane.createConfigMap("default", "b");
        try (WatchStream watch =
                plane.call("configmaps").in("default").as(TABLE).watch()) {
            List<JsonNode> events = ready(watch);

            assertThat(events.get(0).at("/object/kind").stringValue()).isEqualTo("Table");
            assertThat(events.get(0).at("/object/columnDefinitions")).isNotEmpty();
            assertThat(events.get(1).at("/object/columnDefinitions")).isEmpty();
            assertThat(events.get(1).at("/object/rows/0/cells/0").stringValue()).isEqualTo("b");
        }
    }

    @Test
    void watch_asTableWithInitialEvents_isNotAcceptable() {
        assertThat(refusal(() -> plane.call("configmaps")
                                .as(TABLE)
                                .query("sendInitialEvents", "true", "resourceVersionMatch", "NotOlderThan")
                                .watch())
                        .code())
                .isEqualTo(406);
    }

    @Test
    void watch_initialEventsEnd_carriesTheKindAndTheAnnotation() {
        plane.createConfigMap("default", "a");
        try (WatchStream watch = plane.call("configmaps")
                .in("default")
                .query(
                        "sendInitialEvents",
                        "true",
                        "resourceVersionMatch",
                        "NotOlderThan",
                        "allowWatchBookmarks",
                        "true")
                .watch()) {
            List<JsonNode> events = ready(watch);

            assertThat(brief(events.getFirst())).startsWith("ADDED a@");
            JsonNode end = events.getLast();
            assertThat(end.path("type").stringValue()).isEqualTo("BOOKMARK");
            assertThat(end.at("/object/kind").stringValue()).isEqualTo("ConfigMap");
            assertThat(end.at("/object/apiVersion").stringValue()).isEqualTo("v1");
            assertThat(end.at("/object/metadata/annotations").toString())
                    .isEqualTo("{\"k8s.io/initial-events-end\":\"true\"}");
        }
    }

    @Test
    void watch_ofMetadata_hasNoData() {
        plane.createConfigMap("default", "a");
        try (WatchStream watch =
                plane.call("configmaps").in("default").as(METADATA).watch()) {
            JsonNode object = ready(watch).getFirst().path("object");

            assertThat(object.path("kind").stringValue()).isEqualTo("PartialObjectMetadata");
            assertThat(object.at("/metadata/name").stringValue()).isEqualTo("a");
            assertThat(object.has("data")).isFalse();
        }
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
