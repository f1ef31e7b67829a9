package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Store;
import io.bellwether.store.contract.StoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The embedded store keeps the contract. */
final class EmbeddedStoreTest extends StoreContract {

    @Override
    protected Store open(Path directory) {
        return Stores.open(directory);
    }

    @Override
    protected Store restore(byte[] backup, Path directory) throws IOException {
        StoreFiles.restore(new ByteArrayInputStream(backup), directory);
        return Stores.open(directory);
    }

    @Test
    void limits_default_areThoseOfTheRulings() {
        assertThat(EmbeddedStoreOptions.Limits.DEFAULT.historyAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(EmbeddedStoreOptions.Limits.DEFAULT.historyDiskBytes()).isEqualTo(1L << 30);
    }
}
