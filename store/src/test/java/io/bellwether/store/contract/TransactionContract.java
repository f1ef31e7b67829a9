package io.bellwether.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link Store#txn}: G-W2, G-W3, G-W4, G-W5. */
abstract class TransactionContract {

    private final StoreContract suite;

    TransactionContract(StoreContract suite) {
        this.suite = suite;
    }

    private Store store() {
        return suite.store();
    }

    @Test
    void txn_putOfAbsentKey_createsEntryAtNextRevision() {
        Revision first = StoreContract.put(store(), "/a", "1");
        Revision second = StoreContract.put(store(), "/b", "2");

        assertThat(first).isEqualTo(new Revision(1));
        assertThat(second).isEqualTo(new Revision(2));
        assertThat(store().get(StoreContract.key("/b")))
                .contains(new KeyValue(StoreContract.key("/b"), Bytes.utf8("2"), second, second));
    }

    @Test
    void txn_putOfExistingKey_keepsCreateRevision() {
        Revision created = StoreContract.put(store(), "/a", "1");
        Revision written = StoreContract.put(store(), "/a", "2");

        assertThat(store().get(StoreContract.key("/a")))
                .contains(new KeyValue(StoreContract.key("/a"), Bytes.utf8("2"), created, written));
    }

    @Test
    void txn_putAfterDelete_getsNewCreateRevision() {
        StoreContract.put(store(), "/a", "1");
        StoreContract.delete(store(), "/a");
        Revision again = StoreContract.create(store(), "/a", "2");

        KeyValue entry = store().get(StoreContract.key("/a")).orElseThrow();
        assertThat(entry.createRevision()).isEqualTo(again);
        assertThat(entry.modRevision()).isEqualTo(again);
    }

    @Test
    void txn_createOfExistingKey_failsAndShowsIt() {
        StoreContract.put(store(), "/a", "1");
        KeyValue existing = store().get(StoreContract.key("/a")).orElseThrow();

        TxnResult result = store().txn(Txn.create(StoreContract.key("/a"), Bytes.utf8("2")));

        assertThat(result)
                .isEqualTo(new TxnResult.Failed(Compare.absent(StoreContract.key("/a")), Optional.of(existing)));
        assertThat(store().get(StoreContract.key("/a"))).contains(existing);
        assertThat(store().currentRevision()).isEqualTo(new Revision(1));
    }

    @Test
    void txn_updateOfStaleEntry_failsAndShowsTheNewest() {
        StoreContract.put(store(), "/a", "1");
        KeyValue stale = store().get(StoreContract.key("/a")).orElseThrow();
        StoreContract.put(store(), "/a", "2");
        KeyValue newest = store().get(StoreContract.key("/a")).orElseThrow();

        TxnResult result = store().txn(Txn.update(stale, Bytes.utf8("3")));

        assertThat(result).isEqualTo(new TxnResult.Failed(Compare.unchanged(stale), Optional.of(newest)));
    }

    @Test
    void txn_deleteOfEntryThatIsGone_failsWithoutEntry() {
        StoreContract.put(store(), "/a", "1");
        KeyValue read = store().get(StoreContract.key("/a")).orElseThrow();
        StoreContract.delete(store(), "/a");

        assertThat(store().txn(Txn.delete(read)))
                .isEqualTo(new TxnResult.Failed(Compare.unchanged(read), Optional.empty()));
    }

    @Test
    void txn_severalFailingCompares_namesTheFirst() {
        Compare holds = Compare.absent(StoreContract.key("/x"));
        Compare first = new Compare(StoreContract.key("/y"), new Revision(7));
        Compare second = new Compare(StoreContract.key("/z"), new Revision(8));
        List<Operation> operations = List.of(new Operation.Put(StoreContract.key("/a"), Bytes.utf8("1")));

        assertThat(store().txn(new Txn(List.of(holds, first, second), operations)))
                .isEqualTo(new TxnResult.Failed(first, Optional.empty()));
    }

    @Test
    void txn_compareOnKeyThatIsNotWritten_guardsTheWrite() {
        StoreContract.put(store(), "/fences/a", "1");
        KeyValue fence = store().get(StoreContract.key("/fences/a")).orElseThrow();
        Txn fenced = new Txn(
                List.of(Compare.unchanged(fence)),
                List.of(new Operation.Put(StoreContract.key("/a"), Bytes.utf8("fenced"))));

        TxnResult before = store().txn(fenced);
        StoreContract.put(store(), "/fences/a", "2");
        TxnResult after = store().txn(fenced);

        assertThat(before).isInstanceOf(TxnResult.Committed.class);
        assertThat(after).isInstanceOf(TxnResult.Failed.class);
        assertThat(store().get(StoreContract.key("/a")).orElseThrow().modRevision())
                .isEqualTo(new Revision(2));
    }

    @Test
    void txn_severalOperations_haveOneRevision() {
        StoreContract.put(store(), "/gone", "x");
        Revision revision = StoreContract.committed(store().txn(new Txn(
                List.of(),
                List.of(
                        new Operation.Put(StoreContract.key("/b"), Bytes.utf8("2")),
                        new Operation.Delete(StoreContract.key("/gone")),
                        new Operation.Put(StoreContract.key("/a"), Bytes.utf8("1"))))));

        assertThat(StoreContract.entries(store().range(KeyRange.ALL, 0, Revision.NONE))
                        .entries())
                .extracting(KeyValue::modRevision)
                .containsExactly(revision, revision);
    }

    @Test
    void txn_failedCompareAmongSeveralOperations_writesNone() {
        TxnResult result = store().txn(new Txn(
                List.of(new Compare(StoreContract.key("/b"), new Revision(1))),
                List.of(
                        new Operation.Put(StoreContract.key("/a"), Bytes.utf8("1")),
                        new Operation.Put(StoreContract.key("/b"), Bytes.utf8("2")))));

        assertThat(result).isInstanceOf(TxnResult.Failed.class);
        assertThat(store().stats(KeyRange.ALL)).isEqualTo(new Store.Stats(0, 0));
        assertThat(store().currentRevision()).isEqualTo(Revision.NONE);
    }

    @Test
    void txn_deleteOfAbsentKeysOnly_commitsWithoutNewRevision() {
        Revision current = StoreContract.put(store(), "/a", "1");

        assertThat(StoreContract.delete(store(), "/b")).isEqualTo(current);
        assertThat(store().currentRevision()).isEqualTo(current);
    }

    @Test
    void txn_deleteOfAbsentKeyInEmptyStore_commitsAtRevisionNone() {
        assertThat(StoreContract.delete(store(), "/b")).isEqualTo(Revision.NONE);
    }

    @Test
    void txn_putOfEqualValue_isStillAWrite() {
        StoreContract.put(store(), "/a", "same");

        assertThat(StoreContract.put(store(), "/a", "same")).isEqualTo(new Revision(2));
    }

    @Test
    void txn_valueOfTheLimit_isTaken() {
        Bytes value = Bytes.wrap(new byte[Store.VALUE_SIZE_LIMIT]);

        assertThat(store().txn(Txn.create(StoreContract.key("/a"), value))).isInstanceOf(TxnResult.Committed.class);
        assertThat(store().get(StoreContract.key("/a")).orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void txn_valueAboveTheLimit_isRefusedAndNothingWritten() {
        Txn txn = new Txn(
                List.of(),
                List.of(
                        new Operation.Put(StoreContract.key("/a"), Bytes.utf8("small")),
                        new Operation.Put(StoreContract.key("/b"), Bytes.wrap(new byte[Store.VALUE_SIZE_LIMIT + 1]))));

        assertThatThrownBy(() -> store().txn(txn))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StoreException.Reason.TOO_LARGE));
        assertThat(store().currentRevision()).isEqualTo(Revision.NONE);
    }

    @Test
    void txn_keysOfAllLengthsAndAlphabets_areKept() {
        List<String> names = List.of("a", "/é", "/\uFFFD/\u4E2D", "/" + "x".repeat(1023));
        names.forEach(name -> StoreContract.put(store(), name, name));

        assertThat(StoreContract.entries(store().range(KeyRange.ALL, 0, Revision.NONE))
                        .entries())
                .extracting(entry -> entry.key().value())
                .containsExactlyInAnyOrderElementsOf(names)
                .isSorted();
    }
}
