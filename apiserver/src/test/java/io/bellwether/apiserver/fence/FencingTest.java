package io.bellwether.apiserver.fence;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.store.Key;
import io.bellwether.store.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens grow when a Lease is handed over, and a write under an old token is refused (G-F1, G-F2, G-F3). */
final class FencingTest {

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void close() {
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    @Test
    void create_lease_stampsTheFirstToken() {
        assertThat(token(createLease("a"))).isEqualTo(1);
    }

    @Test
    void renewal_ofTheHolder_keepsTheTokenAndLeavesItsKeyAlone() {
        JsonNode lease = createLease("a");
        Revision written = tokenRevision();

        JsonNode renewed = update(lease, "renewTime", "2026-01-02T03:04:06.000000Z");

        assertThat(token(renewed)).isEqualTo(1);
        assertThat(renewed.at("/metadata/resourceVersion")).isNotEqualTo(lease.at("/metadata/resourceVersion"));
        assertThat(tokenRevision()).isEqualTo(written);
    }

    @Test
    void handover_byAnyOfTheThreeFields_growsTheToken() {
        JsonNode lease = createLease("a");

        JsonNode otherHolder = update(lease, "holderIdentity", "b");
        JsonNode acquiredAnew = update(otherHolder, "acquireTime", "2026-01-02T03:04:07.000000Z");
        JsonNode released = update(acquiredAnew, "holderIdentity", "");
        ObjectNode transition = (ObjectNode) released.deepCopy();
        ((ObjectNode) transition.path("spec")).put("leaseTransitions", 5);
        JsonNode counted = plane.call("leases").in("default").body(transition).update("l");

        assertThat(token(otherHolder)).isEqualTo(2);
        assertThat(token(acquiredAnew)).isEqualTo(3);
        assertThat(token(released)).isEqualTo(4);
        assertThat(token(counted)).isEqualTo(5);
    }

    @Test
    void annotation_sentByAClient_isOverwritten() {
        JsonNode lease = createLease("a");

        JsonNode patched = plane.call("leases")
                .in("default")
                .body(
                        "application/merge-patch+json",
                        "{\"metadata\":{\"annotations\":{\"" + Handover.ANNOTATION + "\":\"999\"}}}")
                .patch("l");
        JsonNode removed = plane.call("leases")
                .in("default")
                .body("application/merge-patch+json", "{\"metadata\":{\"annotations\":null}}")
                .patch("l");

        assertThat(patched).isEqualTo(lease);
        assertThat(token(removed)).isEqualTo(1);
    }

    @Test
    void deletion_andCreationAnew_growTheToken() {
        createLease("a");

        plane.call("leases").in("default").delete("l");
        JsonNode anew = createLease("a");

        assertThat(token(anew)).isEqualTo(3);
    }

    @Test
    void deletion_throughTheLastFinalizer_growsTheToken() {
        plane.create(
                "leases",
                "default",
                "{\"metadata\":{\"name\":\"l\",\"finalizers\":[\"example.com/hold\"]},\"spec\":{\"holderIdentity\":\"a\"}}");
        plane.call("leases").in("default").delete("l");

        plane.call("leases")
                .in("default")
                .body("application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}")
                .patch("l");

        assertThat(token(createLease("a"))).isEqualTo(3);
    }

    @Test
    void fencedWrite_withTheCurrentToken_isDone() {
        createLease("a");

        plane.call("configmaps")
                .in("default")
                .fence(new Fence("default", "l", 1))
                .body(configMap("c", "v"))
                .create();

        assertThat(plane.call("configmaps").in("default").get("c").isObject()).isTrue();
    }

    @Test
    void fencedWrites_withAnOldToken_areRefusedForEveryVerb() {
        JsonNode lease = createLease("a");
        plane.createConfigMap("default", "c");
        update(lease, "holderIdentity", "b");
        Revision before = plane.store.currentRevision();
        Fence old = new Fence("default", "l", 1);

        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(old)
                .body(configMap("d", "v"))
                .create());
        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(old)
                .body(configMap("c", "w"))
                .update("c"));
        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(old)
                .body("application/merge-patch+json", "{\"data\":null}")
                .patch("c"));
        assertFencedOut(() -> plane.call("configmaps").in("default").fence(old).delete("c"));
        assertFencedOut(() -> plane.call("configmaps").in("default").fence(old).deleteCollection());
        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(old)
                .query("dryRun", "All")
                .body(configMap("d", "v"))
                .create());
        assertFencedOut(() -> plane.call("leases").in("default").fence(old).delete("l"));
        assertThat(plane.store.currentRevision()).isEqualTo(before);
    }

    @Test
    void fence_onALeaseThatNeverWas_isRefused() {
        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(new Fence("default", "unheard-of", 1))
                .body(configMap("c", "v"))
                .create());
    }

    @Test
    void fence_withATokenOfTheFuture_isRefused() {
        createLease("a");

        assertFencedOut(() -> plane.call("configmaps")
                .in("default")
                .fence(new Fence("default", "l", 2))
                .body(configMap("c", "v"))
                .create());
    }

    @Test
    void fencedRelease_ofTheLeaseItself_isDoneOnce() {
        JsonNode lease = createLease("a");
        ObjectNode release = (ObjectNode) lease.deepCopy();
        ((ObjectNode) release.path("spec")).put("holderIdentity", "");

        JsonNode released = plane.call("leases")
                .in("default")
                .fence(new Fence("default", "l", 1))
                .body(release)
                .update("l");

        assertThat(token(released)).isEqualTo(2);
        assertFencedOut(() -> plane.call("leases")
                .in("default")
                .fence(new Fence("default", "l", 1))
                .body(release)
                .update("l"));
    }

    private JsonNode createLease(String holder) {
        return plane.create(
                "leases",
                "default",
                "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"" + holder
                        + "\",\"acquireTime\":\"2026-01-02T03:04:05.000000Z\",\"leaseTransitions\":0}}");
    }

    private JsonNode update(JsonNode lease, String field, String value) {
        ObjectNode changed = (ObjectNode) lease.deepCopy();
        ((ObjectNode) changed.path("spec")).put(field, value);
        return plane.call("leases").in("default").body(changed).update("l");
    }

    private Revision tokenRevision() {
        return plane.store.get(new Key("/fences/default/l")).orElseThrow().modRevision();
    }

    private static long token(JsonNode lease) {
        return Long.parseLong(lease.path("metadata")
                .path("annotations")
                .path(Handover.ANNOTATION)
                .stringValue());
    }

    private static void assertFencedOut(Runnable write) {
        Status refusal = refusal(write);
        assertThat(refusal.code()).isEqualTo(412);
        assertThat(refusal.reason()).isEqualTo(StatusReason.FENCED_OUT);
    }
}
