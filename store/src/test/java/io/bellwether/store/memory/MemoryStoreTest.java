package io.bellwether.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Threads;
import io.bellwether.store.KeyRange;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.contract.StoreContract;
import io.bellwether.store.contract.Txns;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The store in the heap keeps the contract. */
final class MemoryStoreTest extends StoreContract {

    @Override
    protected Store open(Path directory) {
        return new MemoryStore(Threads.virtual("test-watch"));
    }

    @Override
    protected Store restore(byte[] backup, Path directory) {
        return MemoryStore.restore(
                new ByteArrayInputStream(backup), MemoryStore.HISTORY_LIMIT_BYTES, Threads.virtual("test-watch"));
    }

    @Test
    void history_beyondItsBytes_isCompactedByItself() {
        try (MemoryStore store = new MemoryStore(1 << 20, Threads.virtual("test-watch"))) {
            for (int index = 0; index < 10_000; index++) {
                store.txn(Txns.put("/a", "x".repeat(1000)));
            }

            Revision oldest = store.compactedRevision();
            assertThat(oldest.value()).isBetween(9_000L, 9_900L);
            assertThat(store.range(KeyRange.ALL, 0, new Revision(1))).isEqualTo(new RangeResult.Compacted(oldest));
            assertThat(store.range(KeyRange.ALL, 0, oldest)).isInstanceOf(RangeResult.Entries.class);
        }
    }
}
