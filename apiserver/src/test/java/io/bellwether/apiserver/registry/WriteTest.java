package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.CauseType;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.store.Revision;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What create, update, patch and delete make of objects. */
final class WriteTest {

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void create_newObject_setsWhatTheServerOwns() {
        JsonNode created = plane.create(
                "configmaps",
                "default",
                "{\"metadata\":{\"name\":\"a\",\"uid\":\"mine\",\"generation\":7,\"deletionTimestamp\":\"2020-01-01T00:00:00Z\","
                        + "\"managedFields\":[{\"manager\":\"me\"}]}}");

        JsonNode metadata = created.path("metadata");
        assertThat(metadata.path("uid").stringValue()).hasSize(36);
        assertThat(metadata.path("creationTimestamp").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(metadata.path("generation").intValue()).isEqualTo(1);
        assertThat(metadata.path("namespace").stringValue()).isEqualTo("default");
        assertThat(metadata.path("resourceVersion").stringValue())
                .isEqualTo(plane.store.currentRevision().toString());
        assertThat(metadata.has("deletionTimestamp")).isFalse();
        assertThat(metadata.has("managedFields")).isFalse();
        assertThat(created.path("apiVersion").stringValue()).isEqualTo("v1");
        assertThat(created.path("kind").stringValue()).isEqualTo("ConfigMap");
        assertThat(plane.call("configmaps").in("default").get("a")).isEqualTo(created);
    }

    @Test
    void create_existingName_isAlreadyExists() {
        plane.createConfigMap("default", "a");

        Status refusal = refusal(() -> plane.createConfigMap("default", "a"));

        assertThat(refusal.reason()).isEqualTo(StatusReason.ALREADY_EXISTS);
        assertThat(refusal.message()).isEqualTo("configmaps \"a\" already exists");
    }

    @Test
    void create_withResourceVersion_isBadRequest() {
        assertThat(refusal(() -> plane.create(
                                "configmaps", "default", "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"5\"}}"))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void create_otherNamespaceInBody_isBadRequest() {
        assertThat(refusal(() -> plane.create(
                                "configmaps", "default", "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}"))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void create_missingNamespace_isNotFoundOfTheNamespace() {
        Status refusal = refusal(() -> plane.createConfigMap("nowhere", "a"));

        assertThat(refusal.reason()).isEqualTo(StatusReason.NOT_FOUND);
        assertThat(refusal.message()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void create_generateName_findsFreeNames() {
        Set<String> names = new HashSet<>();
        for (int count = 0; count < 200; count++) {
            JsonNode created = plane.create("configmaps", "default", "{\"metadata\":{\"generateName\":\"job-\"}}");
            names.add(created.path("metadata").path("name").stringValue());
        }

        assertThat(names).hasSize(200).allMatch(name -> name.matches("job-[a-z0-9]{5}"));
    }

    @Test
    void create_invalidName_isInvalidWithCause() {
        Status refusal = refusal(() -> plane.createConfigMap("default", "Not_A_Name"));

        assertThat(refusal.code()).isEqualTo(422);
        assertThat(refusal.details().causes()).anyMatch(cause -> cause.field().equals("metadata.name"));
    }

    @Test
    void create_tooLargeObject_isRefusedWith413() {
        String labels = IntStream.range(0, 20_000)
                .mapToObj(index -> "\"k" + index + "\":\"" + "x".repeat(60) + "\"")
                .collect(Collectors.joining(","));

        Status refusal = refusal(() ->
                plane.create("configmaps", "default", "{\"metadata\":{\"name\":\"a\",\"labels\":{" + labels + "}}}"));

        assertThat(refusal.code()).isEqualTo(413);
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

        assertThat(updated.at("/metadata/generation").intValue()).isEqualTo(2);
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
        assertThat(marked.at("/metadata/generation").intValue()).isEqualTo(2);
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
