package io.bellwether.tests.linear;

import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.memory.MemoryStore;
import io.bellwether.tests.linear.BrokenStore.Defect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A disk that is written to now and then: a crash loses what was acknowledged since.
 *
 * <p>Threads: safe from any thread.
 */
final class Forgetful implements Defect {

    private static final int WRITES_PER_SAVE = 60;

    private final AtomicReference<byte[]> saved = new AtomicReference<>(new byte[0]);
    private final AtomicInteger writes = new AtomicInteger();

    /** The store as it was last saved. */
    Store open(Executor executor) {
        byte[] disk = saved.get();
        MemoryStore store = disk.length == 0
                ? new MemoryStore(executor)
                : MemoryStore.restore(new ByteArrayInputStream(disk), MemoryStore.HISTORY_LIMIT_BYTES, executor);
        return new BrokenStore(store, this);
    }

    @Override
    public TxnResult txn(Store store, Txn txn) {
        TxnResult result = store.txn(txn);
        if (writes.incrementAndGet() % WRITES_PER_SAVE == 0) {
            save(store);
        }
        return result;
    }

    private void save(Store store) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var unused = store.snapshot(out);
            saved.set(out.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
