package io.bellwether.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.WatchEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Health, backup and close. */
abstract class LifetimeContract {

    private final StoreContract suite;

    LifetimeContract(StoreContract suite) {
        this.suite = suite;
    }

    private Store store() {
        return suite.store();
    }

    @Test
    void health_openStore_isWell() {
        assertThat(store().health()).isEqualTo(new Store.Health(Optional.empty(), Optional.empty()));
    }

    @Test
    void close_store_endsWatchesWithClosed() {
        RecordingListener listener = new RecordingListener();
        store().watch(KeyRange.ALL, Revision.NONE, listener);

        store().close();

        assertThat(listener.awaitEnd()).isInstanceOf(WatchEnd.Closed.class);
    }

    @Test
    void close_twice_isHarmless() {
        store().close();
        store().close();

        assertThat(store().health().writable()).isPresent();
        assertThat(store().health().readable()).isPresent();
    }

    @Test
    void close_store_refusesEverythingElse() {
        store().close();

        assertClosed(() -> store().txn(Txns.put("/a", "1")));
        assertClosed(() -> store().get(StoreContract.key("/a")));
        assertClosed(() -> store().range(KeyRange.ALL, 0, Revision.NONE));
        assertClosed(() -> store().currentRevision());
        assertClosed(() -> store().compact(Revision.NONE));
        assertClosed(() -> store().stats(KeyRange.ALL));
    }

    @Test
    void watch_closedStore_endsWithClosed() {
        store().close();
        RecordingListener listener = new RecordingListener();

        store().watch(KeyRange.ALL, Revision.NONE, listener);

        assertThat(listener.awaitEnd()).isInstanceOf(WatchEnd.Closed.class);
    }

    @Test
    void snapshot_restored_hasTheLiveEntriesAndNoEarlierRevision() throws IOException {
        for (int index = 0; index < 1000; index++) {
            StoreContract.put(store(), "/a/" + index % 300, "value " + index);
        }
        StoreContract.delete(store(), "/a/7");
        ByteArrayOutputStream backup = new ByteArrayOutputStream();

        Revision cut = store().snapshot(backup);

        assertThat(cut).isEqualTo(new Revision(1001));
        try (Store restored =
                suite.restore(backup.toByteArray(), suite.directory().resolve("restored"))) {
            assertThat(StoreContract.entries(restored.range(KeyRange.ALL, 0, Revision.NONE))
                            .entries())
                    .isEqualTo(StoreContract.entries(store().range(KeyRange.ALL, 0, Revision.NONE))
                            .entries());
            assertThat(restored.currentRevision()).isGreaterThanOrEqualTo(cut);
            assertThat(StoreContract.put(restored, "/new", "x").isAfter(cut)).isTrue();
        }
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StoreException.Reason.CLOSED));
    }
}
