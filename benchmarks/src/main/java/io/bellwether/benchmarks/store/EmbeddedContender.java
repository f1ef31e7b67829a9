package io.bellwether.benchmarks.store;

import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchListener;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The store as the API server uses it: each write compares and replaces what the writer read, and one watch follows the
 * whole key space.
 */
final class EmbeddedContender implements Contender {

    /** Objects per writer: updates as well as creations, and an index of some depth. */
    private static final int KEYS_PER_WRITER = 64;

    private final EmbeddedStore store;

    EmbeddedContender(Path directory) {
        this.store = open(directory);
        store.watch(KeyRange.ALL, store.currentRevision(), new WatchListener() {
            @Override
            public void onBatch(WatchBatch batch) {}

            @Override
            public void onEnd(WatchEnd end) {}
        });
    }

    /** Opens the store with the limits that the server has. */
    static EmbeddedStore open(Path directory) {
        return EmbeddedStore.open(new EmbeddedStoreOptions(
                directory,
                new SystemClock(),
                Randomness.secure(),
                task -> Threads.start("benchmark-store", task),
                Threads.virtual("benchmark-watch"),
                failure -> {
                    throw failure;
                },
                EmbeddedStoreOptions.Limits.DEFAULT));
    }

    @Override
    public void write(int writer, int number, byte[] value) {
        Key key = new Key("/registry/core/configmaps/benchmark-" + writer + "/object-" + number % KEYS_PER_WRITER);
        Optional<KeyValue> current = store.get(key);
        Txn txn =
                current.isPresent() ? Txn.update(current.get(), Bytes.wrap(value)) : Txn.create(key, Bytes.wrap(value));
        TxnResult result = store.txn(txn);
        if (!(result instanceof TxnResult.Committed)) {
            throw new IllegalStateException("a write ended as " + result);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
