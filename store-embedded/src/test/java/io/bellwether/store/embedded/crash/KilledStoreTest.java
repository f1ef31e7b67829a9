package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 left of a store with 32 writers keeps the contract. */
final class KilledStoreTest extends SurvivorContract {

    private static final int ACKNOWLEDGEMENTS = 900;

    @TempDir
    static Path crashed;

    @BeforeAll
    static void crash() throws Exception {
        Killing.afterAcknowledgements(ACKNOWLEDGEMENTS, crashed, "killed");
    }

    @Override
    Survivor survivor() {
        return new Survivor(crashed.resolve("data"));
    }

    @Test
    void store_afterKill_hadRevisionsBefore(@TempDir Path directory) throws Exception {
        try (FreshStart fresh = survivor().open(directory.resolve("copy"))) {
            assertThat(fresh.start().value()).isGreaterThan(ACKNOWLEDGEMENTS);
        }
    }
}
