package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.CauseType;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What delete and deletecollection remove, and what keeps an object (G-A4). */
final class DeleteTest {

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void delete_plainObject_answersStatusWithUid() {
        JsonNode created = plane.createConfigMap("default", "a");

        JsonNode status = plane.call("configmaps").in("default").delete("a");

        assertThat(status.path("status").stringValue()).isEqualTo("Success");
        assertThat(status.at("/details/uid")).isEqualTo(created.at("/metadata/uid"));
        assertThat(status.at("/details/kind").stringValue()).isEqualTo("configmaps");
        assertThat(refusal(() -> plane.call("configmaps").in("default").get("a"))
                        .code())
                .isEqualTo(404);
    }

    @Test
    void delete_objectWithFinalizer_waitsUntilItIsRemoved() {
        plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"example.com/hold\"]}}");

        JsonNode marked = plane.call("configmaps").in("default").delete("a");
        JsonNode again = plane.call("configmaps").in("default").delete("a");
        Status added = refusal(() -> plane.call("configmaps")
                .in("default")
                .body(
                        "application/merge-patch+json",
                        "{\"metadata\":{\"finalizers\":[\"example.com/hold\",\"example.com/more\"]}}")
                .patch("a"));
        JsonNode last = plane.call("configmaps")
                .in("default")
                .body("application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}")
                .patch("a");

        assertThat(marked.at("/metadata/deletionTimestamp").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(marked.at("/metadata/deletionGracePeriodSeconds").intValue()).isZero();
        assertThat(marked.at("/metadata").has("generation")).isFalse();
        assertThat(again).isEqualTo(marked);
        assertThat(added.code()).isEqualTo(422);
        assertThat(last.at("/metadata/resourceVersion").stringValue())
                .isEqualTo(plane.store.currentRevision().toString());
        assertThat(refusal(() -> plane.call("configmaps").in("default").get("a"))
                        .code())
                .isEqualTo(404);
    }

    @Test
    void delete_otherUidInPreconditions_isConflict() {
        plane.createConfigMap("default", "a");

        Status refusal = refusal(() -> plane.call("configmaps")
                .in("default")
                .body("{\"preconditions\":{\"uid\":\"another\"}}")
                .delete("a"));

        assertThat(refusal.reason()).isEqualTo(StatusReason.CONFLICT);
    }

    @Test
    void delete_unknownPropagationPolicy_isInvalid() {
        plane.createConfigMap("default", "a");

        Status refusal = refusal(() -> plane.call("configmaps")
                .in("default")
                .body("{\"propagationPolicy\":\"Sideways\"}")
                .delete("a"));

        assertThat(refusal.code()).isEqualTo(422);
        assertThat(refusal.details().causes()).anyMatch(cause -> cause.type() == CauseType.FIELD_VALUE_NOT_SUPPORTED);
    }

    @Test
    void deleteCollection_withSelector_deletesWhatMatches() {
        plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"app\":\"x\"}}}");
        plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"b\",\"labels\":{\"app\":\"y\"}}}");

        JsonNode deleted = plane.call("configmaps")
                .in("default")
                .query("labelSelector", "app=x")
                .deleteCollection();

        assertThat(deleted.path("items")).hasSize(1);
        JsonNode left = plane.call("configmaps").in("default").list();
        assertThat(left.path("items")).hasSize(1);
        assertThat(left.at("/items/0/metadata/name").stringValue()).isEqualTo("b");
    }
}
