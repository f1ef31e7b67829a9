package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.brief;
import static io.bellwether.apiserver.kit.ControlPlane.ready;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.OutputFormat.IncludeObject;
import io.bellwether.apiserver.request.OutputFormat.Media;
import io.bellwether.apiserver.request.OutputFormat.Transform;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What watches say, in each form.
 *
 * <p>Source: G-R4, G-R5.
 */
final class WatchTest {

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
        plane.store.compact(plane.store.currentRevision());
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
}
