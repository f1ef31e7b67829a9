package io.bellwether.apiserver.namespace;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.kind;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.CauseType;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Start;
import io.bellwether.apiserver.watchcache.Subscription;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Threads;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A namespace that is deleted is drained, and stays empty. */
@Timeout(60)
final class NamespaceDrainTest {

    private static final ResourceKeys NAMESPACES = ResourceKeys.of("", "namespaces", false);
    private static final List<KindDescriptor> NAMESPACED = ControlPlane.KINDS.kinds().stream()
            .filter(KindDescriptor::isNamespaced)
            .toList();

    private final ExecutorService executor = Threads.virtual("test");
    private final ControlPlane plane = new ControlPlane(new MemoryStore(executor), WatchCacheLimits.DEFAULT);
    private final NamespaceDrain drain = new NamespaceDrain(
            plane.cache, plane.registry, kind("namespaces"), () -> NAMESPACED, () -> true, plane.time);

    @BeforeEach
    void create() {
        plane.create("namespaces", "", "{\"metadata\":{\"name\":\"n\"}}");
    }

    @AfterEach
    void close() {
        drain.close();
        plane.close();
        executor.shutdown();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void namespace_created_isActiveAndHeld() {
        JsonNode namespace = plane.call("namespaces").get("n");

        assertThat(namespace.at("/status/phase").stringValue()).isEqualTo("Active");
        assertThat(namespace.at("/spec/finalizers/0").stringValue()).isEqualTo("kubernetes");
        assertThat(namespace
                        .path("metadata")
                        .path("labels")
                        .path("kubernetes.io/metadata.name")
                        .stringValue())
                .isEqualTo("n");
    }

    @Test
    void systemNamespaces_cannotBeDeleted() {
        for (String name : List.of("default", "kube-system", "kube-public")) {
            assertThat(refusal(() -> plane.call("namespaces").delete(name)).code())
                    .isEqualTo(403);
        }
    }

    @Test
    void delete_namespace_isTerminatingAndRefusesCreates() {
        JsonNode terminating = plane.call("namespaces").delete("n");

        Status refusal = refusal(() -> plane.createConfigMap("n", "late"));

        assertThat(terminating.at("/status/phase").stringValue()).isEqualTo("Terminating");
        assertThat(refusal.code()).isEqualTo(403);
        assertThat(refusal.details().causes()).anyMatch(cause -> cause.type() == CauseType.NAMESPACE_TERMINATING);
        assertThat(plane.call("namespaces").delete("n").at("/metadata/resourceVersion"))
                .isEqualTo(terminating.at("/metadata/resourceVersion"));
    }

    @Test
    void finalize_ofANamespaceThatIsNotGoing_keepsItsFinalizer() {
        JsonNode after = plane.call("namespaces")
                .subresource("finalize")
                .body("{\"metadata\":{\"name\":\"n\"},\"spec\":{\"finalizers\":[]}}")
                .update("n");

        assertThat(after.at("/spec/finalizers/0").stringValue()).isEqualTo("kubernetes");
    }

    @Test
    void drain_namespaceWithContent_removesAllOfIt() throws InterruptedException {
        for (int index = 0; index < 40; index++) {
            plane.createConfigMap("n", "c" + index);
            plane.create("secrets", "n", "{\"metadata\":{\"name\":\"s" + index + "\"}}");
        }
        plane.createConfigMap("default", "other");
        drain.start(executor);

        plane.call("namespaces").delete("n");

        awaitGone("n");
        assertThat(leftIn("n")).isZero();
        assertThat(plane.call("configmaps").in("default").get("other").isObject())
                .isTrue();
    }

    @Test
    void drain_objectWithFinalizer_showsItAndGoesOnWhenItIsReleased() throws InterruptedException {
        plane.create("configmaps", "n", "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/hold\"]}}");
        try (Subscription status = plane.cache
                .subscribe(Scope.all(NAMESPACES), Selection.EVERYTHING, new Start.Now())
                .orElseThrow()) {
            drain.start(executor);

            plane.call("namespaces").delete("n");
            boolean shown = false;
            while (!shown) {
                shown = status.poll(Long.MAX_VALUE).stream()
                        .anyMatch(event -> event.object().value().utf8().contains("NamespaceFinalizersRemaining"));
            }

            JsonNode namespace = plane.call("namespaces").get("n");
            assertThat(namespace.at("/status/conditions").toString())
                    .contains("NamespaceFinalizersRemaining")
                    .contains("example.com/hold in 1 resource instances")
                    .contains("configmaps. has 1 resource instances");
        }
        plane.call("configmaps")
                .in("n")
                .body("application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}")
                .patch("held");
        Future<?> clock = executor.submit(this::letTimePass);
        awaitGone("n");
        clock.cancel(true);
        assertThat(leftIn("n")).isZero();
    }

    @Test
    void drain_racingWithCreates_leavesNothingBehind() throws InterruptedException, ExecutionException {
        drain.start(executor);
        List<Future<?>> creators = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            String prefix = "c" + index + "-";
            creators.add(executor.submit(() -> createUntilRefused(prefix)));
        }
        plane.call("configmaps").in("n").get(firstOf("c0-0"));

        plane.call("namespaces").delete("n");

        for (Future<?> creator : creators) {
            creator.get();
        }
        awaitGone("n");
        assertThat(leftIn("n")).isZero();
    }

    /** Waits until the object is there. */
    private String firstOf(String name) throws InterruptedException {
        Scope scope = new Scope(ResourceKeys.of("", "configmaps", true), Optional.of("n"), Optional.of(name));
        try (Subscription created = plane.cache
                .subscribe(scope, Selection.EVERYTHING, new Start.WithState())
                .orElseThrow()) {
            if (created.initial().isEmpty()) {
                assertThat(created.poll(Long.MAX_VALUE)).isNotEmpty();
            }
        }
        return name;
    }

    private void createUntilRefused(String prefix) {
        for (int count = 0; ; count++) {
            try {
                plane.call("configmaps")
                        .in("n")
                        .body(configMap(prefix + count, "v"))
                        .create();
            } catch (StatusException e) {
                assertThat(e.status().code()).isIn(403, 404);
                return;
            }
        }
    }

    private void letTimePass() {
        while (!Thread.currentThread().isInterrupted()) {
            plane.time.advance(Duration.ofMillis(250));
            Thread.onSpinWait();
        }
    }

    private void awaitGone(String name) throws InterruptedException {
        Scope scope = new Scope(NAMESPACES, Optional.empty(), Optional.of(name));
        try (Subscription subscription = plane.cache
                .subscribe(scope, Selection.EVERYTHING, new Start.WithState())
                .orElseThrow()) {
            boolean there = !subscription.initial().isEmpty();
            while (there) {
                there = subscription.poll(Long.MAX_VALUE).stream()
                        .noneMatch(delivery -> delivery.type() == EventType.DELETED);
            }
        }
    }

    private long leftIn(String namespace) {
        return NAMESPACED.stream()
                .map(kind -> ResourceKeys.of(kind.group(), kind.plural(), true).range(Optional.of(namespace)))
                .mapToLong(range -> plane.store.stats(range).count())
                .sum();
    }
}
