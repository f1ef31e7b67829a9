package io.bellwether.tests.linear;

import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.tests.linear.BrokenStore.Defect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Mistakes that servers make. Each concerns the registers alone, or their fences; the rest of the server works. */
final class Defects {

    private static final String REGISTERS = "/configmaps/";
    private static final String FENCES = "/fences/";
    private static final long WAIT_MILLIS = 20;

    private Defects() {}

    private static boolean isRegister(Key key) {
        return key.value().contains(REGISTERS);
    }

    private static boolean writesRegister(Txn txn) {
        return txn.operations().stream().anyMatch(operation -> isRegister(operation.key()));
    }

    private static boolean isFenced(Txn txn) {
        return writesRegister(txn)
                && txn.compares().stream()
                        .anyMatch(compare -> compare.key().value().startsWith(FENCES));
    }

    /** Answers some reads from a copy that nobody keeps up to date. */
    static final class StaleReads implements Defect {

        private static final int STALE_ONE_IN = 4;
        private final Map<Key, Optional<KeyValue>> copies = new ConcurrentHashMap<>();
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Optional<KeyValue> get(Store store, Key key) {
            boolean isStale = isRegister(key) && reads.incrementAndGet() % STALE_ONE_IN == 0;
            Optional<KeyValue> entry = store.get(key);
            Optional<KeyValue> copy = copies.put(key, entry);
            return isStale && copy != null ? copy : entry;
        }
    }

    /** Looks at the version before the write, and no more in it. Two writers that meet have both looked. */
    static final class NoCompare implements Defect {

        private final CyclicBarrier meeting = new CyclicBarrier(2);

        @Override
        public TxnResult txn(Store store, Txn txn) {
            if (!writesRegister(txn)) {
                return store.txn(txn);
            }
            meet(meeting);
            List<Compare> others = txn.compares().stream()
                    .filter(compare -> !isRegister(compare.key()))
                    .toList();
            return store.txn(new Txn(others, txn.operations()));
        }
    }

    /** Looks at the token before the write, and no more in it. The write waits until the token is another's. */
    static final class FenceCheckedTooEarly implements Defect {

        /** In tenths of the time that others are waited for. */
        private static final int PATIENCE = 10;

        @Override
        public TxnResult txn(Store store, Txn txn) {
            if (!isFenced(txn)) {
                return store.txn(txn);
            }
            List<Compare> others = txn.compares().stream()
                    .filter(compare -> !compare.key().value().startsWith(FENCES))
                    .toList();
            for (int turn = 0; turn < PATIENCE && holds(store, txn); turn++) {
                meet(new CyclicBarrier(2));
            }
            meet(new CyclicBarrier(2));
            return store.txn(new Txn(others, txn.operations()));
        }

        private static boolean holds(Store store, Txn txn) {
            return txn.compares().stream()
                    .filter(compare -> compare.key().value().startsWith(FENCES))
                    .allMatch(compare -> store.get(compare.key())
                            .map(entry -> entry.modRevision().equals(compare.modRevision()))
                            .orElse(false));
        }
    }

    /** Says now and then that nothing was written when it was. */
    static final class DeniesWrites implements Defect {

        private static final int DENIED_ONE_IN = 8;
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public TxnResult txn(Store store, Txn txn) {
            TxnResult result = store.txn(txn);
            boolean puts = txn.operations().stream().anyMatch(operation -> operation instanceof Operation.Put);
            if (writesRegister(txn) && puts && writes.incrementAndGet() % DENIED_ONE_IN == 0) {
                throw new StoreException(Reason.FAILED, "nothing was written, it says", null);
            }
            return result;
        }
    }

    /** Waits for another one, but not for long. */
    private static void meet(CyclicBarrier meeting) {
        try {
            int unused = meeting.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException alone) {
            meeting.reset();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
