package io.bellwether.apiserver.registry;

import static io.bellwether.apiserver.kit.ControlPlane.configMap;
import static io.bellwether.apiserver.kit.ControlPlane.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.watchcache.WatchCacheLimits;
import io.bellwether.store.StoreException;
import io.bellwether.store.TxnResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A store that refuses, or does not know, is reported as what it is.
 *
 * <p>Source: G-W5.
 */
final class OutcomeTest {

    private final FaultyStore store = new FaultyStore();
    private final ControlPlane plane = new ControlPlane(store, WatchCacheLimits.DEFAULT);

    @AfterEach
    void close() {
        store.fault = null;
        plane.close();
    }

    @Test
    void unknownOutcome_isNeitherDoneNorFailedAndNotTriedAgain() {
        store.fault = () -> new TxnResult.Unknown("the disk did not answer");

        Status refusal = refusal(() -> plane.createConfigMap("default", "a"));

        assertThat(refusal.code()).isEqualTo(504);
        assertThat(refusal.message())
                .contains("outcome of the write is unknown")
                .contains("the disk did not answer");
        assertThat(refusal.details().retryAfterSeconds()).isZero();
        assertThat(store.faults).isEqualTo(1);
    }

    @Test
    void fullDisk_isInsufficientStorage() {
        store.fault = () -> {
            throw new StoreException(StoreException.Reason.NO_SPACE, "disk full", null);
        };

        Status refusal = refusal(() -> plane.createConfigMap("default", "a"));

        assertThat(refusal.code()).isEqualTo(507);
        assertThat(refusal.message()).contains("nothing was written");
    }

    @Test
    void failedStore_isUnavailable() {
        plane.createConfigMap("default", "a");
        store.fault = () -> {
            throw new StoreException(StoreException.Reason.FAILED, "broken", null);
        };

        Status refusal = refusal(() ->
                plane.call("configmaps").in("default").body(configMap("a", "w")).update("a"));

        assertThat(refusal.code()).isEqualTo(503);
        assertThat(refusal.details().retryAfterSeconds()).isPositive();
    }
}
