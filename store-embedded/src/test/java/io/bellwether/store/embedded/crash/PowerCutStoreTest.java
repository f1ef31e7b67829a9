package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut left of a store with 32 writers, in the middle of a batch, keeps the contract. */
final class PowerCutStoreTest extends SurvivorContract {

    private static final int WRITERS = 32;
    private static final int TRANSACTIONS = 30;

    @TempDir
    static Path crashed;

    @BeforeAll
    static void crash() throws Exception {
        PowerCuts power = new PowerCuts(crashed);
        assertThat(power.run(WRITERS, TRANSACTIONS, Map.of()))
                .as(power.errors())
                .isZero();
        power.cutBeforeSync(power.trace(), crashed.resolve("after"));
    }

    @Override
    Survivor survivor() {
        return new Survivor(crashed.resolve("after"));
    }

    @Test
    void store_afterPowerCut_hadRevisionsBefore(@TempDir Path directory) throws Exception {
        try (FreshStart fresh = survivor().open(directory.resolve("copy"))) {
            assertThat(fresh.start().value()).isGreaterThan(WRITERS);
        }
    }
}
