package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.store.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What update and patch make of an object, and what they refuse (G-A1). */
final class UpdateTest {

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void update_sameContent_writesNothing() {
        JsonNode created = plane.createConfigMap("default", "a");
        Revision before = plane.store.currentRevision();

        JsonNode updated = plane.call("configmaps").in("default").body(created).update("a");

        assertThat(updated).isEqualTo(created);
        assertThat(plane.store.currentRevision()).isEqualTo(before);
    }

    @Test
    void update_changedData_growsGenerationAndKeepsIdentity() {
        JsonNode created = plane.createConfigMap("default", "a");

        JsonNode updated = plane.call("configmaps")
                .in("default")
                .body(configMap("a", "other"))
                .update("a");

        assertThat(updated.at("/metadata").has("generation")).isFalse();
        assertThat(updated.at("/metadata/uid")).isEqualTo(created.at("/metadata/uid"));
        assertThat(updated.at("/metadata/creationTimestamp")).isEqualTo(created.at("/metadata/creationTimestamp"));
        assertThat(updated.at("/data/k").stringValue()).isEqualTo("other");
    }

    @Test
    void update_staleResourceVersion_isConflict() {
        JsonNode created = plane.createConfigMap("default", "a");
        plane.call("configmaps").in("default").body(configMap("a", "other")).update("a");

        Status refusal = refusal(
                () -> plane.call("configmaps").in("default").body(created).update("a"));

        assertThat(refusal.reason()).isEqualTo(StatusReason.CONFLICT);
    }

    @Test
    void update_otherUid_isConflict() {
        plane.createConfigMap("default", "a");

        assertThat(refusal(() -> plane.call("configmaps")
                                .in("default")
                                .body("{\"metadata\":{\"name\":\"a\",\"uid\":\"another\"}}")
                                .update("a"))
                        .reason())
                .isEqualTo(StatusReason.CONFLICT);
    }

    @Test
    void update_leaseWithoutResourceVersion_isInvalid() {
        plane.create("leases", "default", "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"a\"}}");

        Status refusal = refusal(() -> plane.call("leases")
                .in("default")
                .body("{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"b\"}}")
                .update("l"));

        assertThat(refusal.code()).isEqualTo(422);
        assertThat(refusal.details().causes()).anyMatch(cause -> cause.field().equals("metadata.resourceVersion"));
    }

    @Test
    void update_missingObject_isNotFound() {
        assertThat(refusal(() -> plane.call("configmaps")
                                .in("default")
                                .body(configMap("a", "v"))
                                .update("a"))
                        .message())
                .isEqualTo("configmaps \"a\" not found");
    }

    @Test
    void patch_threeTypes_applyToTheObject() {
        plane.createConfigMap("default", "a");

        plane.call("configmaps")
                .in("default")
                .body("application/merge-patch+json", "{\"data\":{\"m\":\"1\"}}")
                .patch("a");
        plane.call("configmaps")
                .in("default")
                .body("application/json-patch+json", "[{\"op\":\"add\",\"path\":\"/data/j\",\"value\":\"2\"}]")
                .patch("a");
        JsonNode patched = plane.call("configmaps")
                .in("default")
                .body("application/strategic-merge-patch+json", "{\"data\":{\"k\":null,\"s\":\"3\"}}")
                .patch("a");

        assertThat(patched.path("data").toString()).isEqualTo("{\"m\":\"1\",\"j\":\"2\",\"s\":\"3\"}");
    }

    @Test
    void patch_apply_isUnsupportedAndNamesTheOthers() {
        plane.createConfigMap("default", "a");

        Status refusal = refusal(() -> plane.call("configmaps")
                .in("default")
                .body("application/apply-patch+yaml", "{}")
                .patch("a"));

        assertThat(refusal.code()).isEqualTo(415);
        assertThat(refusal.message()).contains("application/strategic-merge-patch+json");
    }

    @Test
    void patch_withStaleResourceVersionInBody_isConflict() {
        JsonNode created = plane.createConfigMap("default", "a");
        plane.call("configmaps").in("default").body(configMap("a", "w")).update("a");

        Status refusal = refusal(() -> plane.call("configmaps")
                .in("default")
                .body(
                        "application/merge-patch+json",
                        "{\"metadata\":{\"resourceVersion\":" + created.at("/metadata/resourceVersion")
                                + "},\"data\":{\"m\":\"1\"}}")
                .patch("a"));

        assertThat(refusal.reason()).isEqualTo(StatusReason.CONFLICT);
    }
}
