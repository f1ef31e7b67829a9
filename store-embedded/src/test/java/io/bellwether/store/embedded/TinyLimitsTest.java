package io.bellwether.store.embedded;

import io.bellwether.store.Store;
import io.bellwether.store.contract.StoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The contract with no history in the heap at all: every older read and every watch from the past comes from the disk.
 */
final class TinyLimitsTest extends StoreContract {

    private static final EmbeddedStoreOptions.Limits NO_HEAP = new EmbeddedStoreOptions.Limits(
            0, Stores.TINY.historyAge(), Stores.TINY.historyDiskBytes(), Segment.SMALLEST_BYTES, 64 << 10, 0);

    @Override
    protected Store open(Path directory) {
        return EmbeddedStore.open(Stores.options(directory).withLimits(NO_HEAP));
    }

    @Override
    protected Store restore(byte[] backup, Path directory) throws IOException {
        StoreFiles.restore(new ByteArrayInputStream(backup), directory);
        return open(directory);
    }
}
