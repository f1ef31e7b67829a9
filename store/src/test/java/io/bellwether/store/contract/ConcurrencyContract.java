package io.bellwether.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Bytes;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.WatchBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Many callers at a time: G-W3, G-W4, G-R1, G-R4. */
abstract class ConcurrencyContract {

    private static final int CALLERS = 16;
    private static final int ROUNDS = 100;

    private final StoreContract suite;

    ConcurrencyContract(StoreContract suite) {
        this.suite = suite;
    }

    private Store store() {
        return suite.store();
    }

    @Test
    void update_concurrentIncrements_loseNone() throws Exception {
        StoreContract.put(store(), "/counter", "0");

        List<Integer> conflicts = together(caller -> increment());

        KeyValue counter = store().get(StoreContract.key("/counter")).orElseThrow();
        assertThat(StoreContract.text(counter)).isEqualTo("" + CALLERS * ROUNDS);
        assertThat(counter.modRevision()).isEqualTo(new Revision(1 + CALLERS * ROUNDS));
        assertThat(conflicts).allMatch(count -> count >= 0);
    }

    private int increment() {
        int conflicts = 0;
        for (int done = 0; done < ROUNDS; ) {
            KeyValue read = store().get(StoreContract.key("/counter")).orElseThrow();
            int value = Integer.parseInt(StoreContract.text(read)) + 1;
            if (store().txn(Txn.update(read, Bytes.utf8("" + value))) instanceof TxnResult.Committed) {
                done++;
            } else {
                conflicts++;
            }
        }
        return conflicts;
    }

    @Test
    void create_oneKeyByMany_succeedsOnce() throws Exception {
        List<Integer> won = together(caller -> {
            int wins = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Txn create = Txn.create(StoreContract.key("/race/" + round), Bytes.utf8("" + caller));
                wins += store().txn(create) instanceof TxnResult.Committed ? 1 : 0;
            }
            return wins;
        });

        assertThat(won.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROUNDS);
        assertThat(store().currentRevision()).isEqualTo(new Revision(ROUNDS));
    }

    @Test
    void get_afterOwnAcknowledgement_seesIt() throws Exception {
        List<Integer> stale = together(caller -> {
            int missed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Revision written = StoreContract.put(store(), "/own/" + caller, "" + round);
                Optional<KeyValue> read = store().get(StoreContract.key("/own/" + caller));
                boolean seen = read.isPresent() && read.get().modRevision().equals(written);
                missed += seen && store().currentRevision().compareTo(written) >= 0 ? 0 : 1;
            }
            return missed;
        });

        assertThat(stale).containsOnly(0);
    }

    @Test
    void watch_underConcurrentWrites_deliversEachRevisionOnce() throws Exception {
        RecordingListener early = new RecordingListener();
        store().watch(KeyRange.ALL, Revision.NONE, early);

        together(caller -> {
            for (int round = 0; round < ROUNDS; round++) {
                StoreContract.put(store(), "/w/" + (caller + round) % 20, caller + " " + round);
            }
            return 0;
        });
        RecordingListener late = new RecordingListener();
        store().watch(KeyRange.ALL, Revision.NONE, late);

        Revision last = new Revision(CALLERS * ROUNDS);
        List<WatchBatch> batches = early.awaitRevision(last);
        assertThat(batches).hasSize(CALLERS * ROUNDS);
        assertThat(late.awaitRevision(last)).isEqualTo(batches);
    }

    @Test
    void range_underConcurrentWrites_isAConsistentCut() throws Exception {
        List<Integer> torn = together(caller -> caller == 0 ? countTornReads() : writePairs(caller));

        assertThat(torn).containsOnly(0);
    }

    /** Each commit writes the same number to two keys. */
    private int writePairs(int caller) {
        for (int round = 0; round < ROUNDS; round++) {
            Bytes value = Bytes.utf8(caller + " " + round);
            store().txn(new Txn(
                    List.of(),
                    List.of(
                            new Operation.Put(StoreContract.key("/pair/left"), value),
                            new Operation.Put(StoreContract.key("/pair/right"), value))));
        }
        return 0;
    }

    private int countTornReads() {
        int torn = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RangeResult.Entries cut = StoreContract.entries(store().range(KeyRange.ALL, 0, Revision.NONE));
            torn += cut.entries().stream().map(KeyValue::value).distinct().count() > 1 ? 1 : 0;
        }
        return torn;
    }

    private static List<Integer> together(IntFunction<Integer> work) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                tasks.add(() -> work.apply(number));
            }
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
