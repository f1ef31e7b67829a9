package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.store.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all writes have in common: dry runs (G-A3), field validation, names. */
final class WriteTest {

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void dryRun_everyVerb_writesNothing() {
        JsonNode created = plane.createConfigMap("default", "a");
        Revision before = plane.store.currentRevision();

        JsonNode imagined = plane.call("configmaps")
                .in("default")
                .query("dryRun", "All")
                .body(configMap("b", "v"))
                .create();
        JsonNode updated = plane.call("configmaps")
                .in("default")
                .query("dryRun", "All")
                .body(configMap("a", "w"))
                .update("a");
        plane.call("configmaps").in("default").query("dryRun", "All").delete("a");
        plane.call("configmaps").in("default").query("dryRun", "All").deleteCollection();

        assertThat(plane.store.currentRevision()).isEqualTo(before);
        assertThat(imagined.at("/metadata/uid").stringValue()).isNotEmpty();
        assertThat(imagined.path("metadata").has("resourceVersion")).isFalse();
        assertThat(updated.at("/metadata/resourceVersion")).isEqualTo(created.at("/metadata/resourceVersion"));
        assertThat(updated.at("/data/k").stringValue()).isEqualTo("w");
    }

    @Test
    void dryRun_unknownValue_isInvalid() {
        assertThat(refusal(() -> plane.call("configmaps")
                                .in("default")
                                .query("dryRun", "Some")
                                .body(configMap("b", "v"))
                                .create())
                        .code())
                .isEqualTo(422);
    }

    @Test
    void fieldValidation_strictAndWarn_refuseOrTell() {
        String unknown = "{\"metadata\":{\"name\":\"a\"},\"dta\":{}}";

        Status refusal = refusal(() -> plane.call("configmaps")
                .in("default")
                .query("fieldValidation", "Strict")
                .body(unknown)
                .create());
        var warned = plane.call("configmaps").in("default").body(unknown).send(Verb.CREATE, null);

        assertThat(refusal.code()).isEqualTo(400);
        assertThat(refusal.message()).contains("strict decoding error").contains("dta");
        assertThat(warned.warnings()).hasSize(1).first().asString().contains("dta");
    }

    @Test
    void secret_stringData_becomesData() {
        JsonNode created = plane.create(
                "secrets", "default", "{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"password\":\"p\"}}");

        assertThat(created.at("/data/password").stringValue()).isEqualTo("cA==");
        assertThat(created.has("stringData")).isFalse();
        assertThat(created.path("type").stringValue()).isEqualTo("Opaque");
    }

    @Test
    void names_thatCouldLeaveTheCollection_neverReachAKey() {
        for (String name : new String[] {"..", ".", "a/b", "", " ", "\u0000", "x".repeat(254), "ä"}) {
            assertThat(refusal(() -> plane.call("configmaps").in("default").get(name))
                            .code())
                    .as(name)
                    .isEqualTo(404);
            ObjectNode body = (ObjectNode) ControlPlane.parse("{\"metadata\":{}}");
            ((ObjectNode) body.path("metadata")).put("name", name);
            assertThat(refusal(() -> plane.call("configmaps")
                                    .in("default")
                                    .body(body)
                                    .create())
                            .code())
                    .as(name)
                    .isEqualTo(422);
        }
    }
}
