package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What create makes of an object, and what it refuses. */
final class CreateTest {

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
        assertThat(metadata.has("generation")).isFalse();
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
}
