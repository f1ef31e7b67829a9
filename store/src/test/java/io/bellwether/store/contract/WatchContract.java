package io.bellwether.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Bytes;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link Store#watch}: G-R2, G-R4, G-R5, G-R6. */
abstract class WatchContract {

    private final StoreContract suite;
    private final RecordingListener listener = new RecordingListener();

    WatchContract(StoreContract suite) {
        this.suite = suite;
    }

    private Store store() {
        return suite.store();
    }

    private KeyValue current(String name) {
        return store().get(StoreContract.key(name)).orElseThrow();
    }

    @Test
    void watch_fromNow_deliversCreateUpdateDeleteWithPrevious() {
        StoreContract.put(store(), "/before", "x");
        store().watch(KeyRange.ALL, store().currentRevision(), listener);

        StoreContract.put(store(), "/a", "1");
        KeyValue created = current("/a");
        StoreContract.put(store(), "/a", "2");
        KeyValue updated = current("/a");
        Revision gone = StoreContract.delete(store(), "/a");

        listener.awaitRevision(gone);
        assertThat(listener.events())
                .containsExactly(
                        new WatchEvent.Put(created, Optional.empty()),
                        new WatchEvent.Put(updated, Optional.of(created)),
                        new WatchEvent.Delete(updated));
    }

    @Test
    void watch_fromThePast_deliversWhatHappenedAndGoesOn() {
        for (int index = 1; index <= 2000; index++) {
            StoreContract.put(store(), "/a/" + index % 7, "" + index);
        }
        store().watch(KeyRange.ALL, new Revision(500), listener);
        Revision last = StoreContract.put(store(), "/a/live", "x");

        List<WatchBatch> batches = listener.awaitRevision(last);

        assertThat(batches).hasSize(1501);
        for (int index = 0; index < batches.size(); index++) {
            assertThat(batches.get(index).revision()).isEqualTo(new Revision(501 + index));
        }
    }

    @Test
    void watch_fromTheBeginning_deliversEverything() {
        StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/b", "2");

        store().watch(KeyRange.ALL, Revision.NONE, listener);

        assertThat(listener.awaitRevision(two)).hasSize(2);
    }

    @Test
    void watch_fromTheFuture_waitsForIt() {
        Revision now = StoreContract.put(store(), "/a", "1");
        store().watch(KeyRange.ALL, new Revision(now.value() + 2), listener);
        StoreContract.put(store(), "/a", "2");
        StoreContract.put(store(), "/a", "3");
        Revision last = StoreContract.put(store(), "/a", "4");

        assertThat(listener.awaitRevision(last))
                .extracting(WatchBatch::revision)
                .containsExactly(last);
    }

    @Test
    void watch_commitOfSeveralKeys_isOneBatchInKeyOrder() {
        store().watch(KeyRange.ALL, Revision.NONE, listener);
        Revision revision = StoreContract.committed(store().txn(new Txn(
                List.of(),
                List.of(
                        new Operation.Put(StoreContract.key("/c"), Bytes.EMPTY),
                        new Operation.Put(StoreContract.key("/a"), Bytes.EMPTY),
                        new Operation.Put(StoreContract.key("/b"), Bytes.EMPTY)))));

        List<WatchBatch> batches = listener.awaitRevision(revision);

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).events())
                .extracting(event -> event.key().value())
                .containsExactly("/a", "/b", "/c");
    }

    @Test
    void watch_otherRange_deliversOnlyItsEventsAndProgress() {
        store().watch(KeyRange.prefix("/a/"), Revision.NONE, listener);
        StoreContract.committed(store().txn(new Txn(
                List.of(),
                List.of(
                        new Operation.Put(StoreContract.key("/a/1"), Bytes.EMPTY),
                        new Operation.Put(StoreContract.key("/b/1"), Bytes.EMPTY)))));
        Revision foreign = StoreContract.put(store(), "/b/2", "x");

        listener.awaitRevision(foreign);

        assertThat(listener.events()).extracting(event -> event.key().value()).containsExactly("/a/1");
        List<WatchBatch> everything = listener.everything();
        assertThat(everything.get(everything.size() - 1)).isEqualTo(new WatchBatch(foreign, List.of()));
    }

    @Test
    void watch_deleteOfAbsentKey_deliversNothing() {
        store().watch(KeyRange.ALL, Revision.NONE, listener);
        StoreContract.delete(store(), "/a");
        Revision revision = StoreContract.put(store(), "/b", "1");

        listener.awaitRevision(revision);

        assertThat(listener.everything()).hasSize(1);
    }

    @Test
    void watch_afterCompactedRevision_endsWithTheOldestThatWorks() {
        StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/a", "2");
        store().compact(two);

        store().watch(KeyRange.ALL, new Revision(1), listener);

        assertThat(listener.awaitEnd()).isEqualTo(new WatchEnd.Compacted(two));
        assertThat(listener.everything()).isEmpty();
    }

    @Test
    void watch_afterTheCompactedRevisionItself_works() {
        StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/a", "2");
        Revision three = StoreContract.put(store(), "/a", "3");
        store().compact(two);

        store().watch(KeyRange.ALL, two, listener);

        assertThat(listener.awaitRevision(three)).hasSize(1);
    }

    @Test
    void watch_slowerThanHistory_endsWithOverflowAfterWhatWasDelivered() {
        listener.pause();
        store().watch(KeyRange.ALL, Revision.NONE, listener);
        Revision first = StoreContract.put(store(), "/a", "1");
        listener.awaitRevision(first);
        for (int index = 0; index < 2000; index++) {
            StoreContract.put(store(), "/a", "" + index);
        }
        store().compact(store().currentRevision());
        listener.resume();

        WatchEnd end = listener.awaitEnd();

        List<WatchBatch> delivered = listener.everything();
        assertThat(end)
                .isEqualTo(new WatchEnd.Overflow(
                        delivered.get(delivered.size() - 1).revision()));
    }

    @Test
    void watch_blockedListener_holdsUpNeitherWritesNorOtherWatches() {
        listener.pause();
        store().watch(KeyRange.ALL, Revision.NONE, listener);
        listener.awaitRevision(StoreContract.put(store(), "/a", "1"));
        RecordingListener other = new RecordingListener();
        store().watch(KeyRange.ALL, Revision.NONE, other);

        Revision last = StoreContract.put(store(), "/a", "2");

        assertThat(other.awaitRevision(last)).hasSize(2);
        assertThat(listener.everything()).hasSize(1);
        listener.resume();
        assertThat(listener.awaitRevision(last)).hasSize(2);
    }

    @Test
    void watch_anyCall_comesFromAnotherThread() {
        store().watch(KeyRange.ALL, Revision.NONE, listener);
        listener.awaitRevision(StoreContract.put(store(), "/a", "1"));

        assertThat(listener.caller()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void watch_throwingListener_endsFailedAndHarmsNobody() {
        RecordingListener other = new RecordingListener();
        CompletableFuture<WatchEnd> ended = new CompletableFuture<>();
        RuntimeException fault = new IllegalStateException("the listener's fault");
        store().watch(KeyRange.ALL, Revision.NONE, other);
        store().watch(KeyRange.ALL, Revision.NONE, new WatchListener() {
            @Override
            public void onBatch(WatchBatch batch) {
                throw fault;
            }

            @Override
            public void onEnd(WatchEnd end) {
                ended.complete(end);
            }
        });

        StoreContract.put(store(), "/a", "1");
        Revision last = StoreContract.put(store(), "/a", "2");

        assertThat(ended.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new WatchEnd.Failed(fault));
        assertThat(other.awaitRevision(last)).hasSize(2);
    }

    @Test
    void close_watch_deliversNothingMoreNotEvenTheEnd() {
        Watch watch = store().watch(KeyRange.ALL, Revision.NONE, listener);
        listener.awaitRevision(StoreContract.put(store(), "/a", "1"));
        RecordingListener witness = new RecordingListener();
        store().watch(KeyRange.ALL, Revision.NONE, witness);

        watch.close();
        watch.close();
        witness.awaitRevision(StoreContract.put(store(), "/a", "2"));
        store().close();
        witness.awaitEnd();

        assertThat(listener.everything()).hasSize(1);
        assertThat(listener.end()).isEmpty();
    }

    @Test
    void close_watchFromItsOwnListener_isItsLastCall() {
        List<WatchBatch> received = new ArrayList<>();
        CompletableFuture<Watch> own = new CompletableFuture<>();
        RecordingListener witness = new RecordingListener();
        own.complete(store().watch(KeyRange.ALL, Revision.NONE, new WatchListener() {
            @Override
            public void onBatch(WatchBatch batch) {
                received.add(batch);
                own.join().close();
            }

            @Override
            public void onEnd(WatchEnd end) {
                throw new AssertionError("no end after close");
            }
        }));
        StoreContract.put(store(), "/a", "1");
        Revision last = StoreContract.put(store(), "/a", "2");
        store().watch(KeyRange.ALL, Revision.NONE, witness);
        witness.awaitRevision(last);

        assertThat(received).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void watch_thousands_useNoPlatformThreadEach() {
        List<RecordingListener> listeners = new ArrayList<>();
        for (int index = 0; index < 2000; index++) {
            RecordingListener one = new RecordingListener();
            listeners.add(one);
            store().watch(KeyRange.prefix("/" + index % 10 + "/"), Revision.NONE, one);
        }
        for (int index = 0; index < 100; index++) {
            StoreContract.put(store(), "/" + index % 10 + "/x", "" + index);
        }
        Revision last = store().currentRevision();

        listeners.forEach(one -> assertThat(one.awaitRevision(last)).hasSize(10));
        assertThat(Thread.getAllStackTraces().keySet()).hasSizeLessThan(200);
    }
}
