package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.StoreFiles;
import io.bellwether.store.embedded.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process of 32 writers, again and again, on one directory (X1). */
final class KillTest {

    private static final int KILLS = Integer.getInteger("bellwether.crash.kills", 8);

    @TempDir
    Path directory;

    @Test
    void acknowledgement_thenKill_isKept() throws Exception {
        RandomGenerator random = Randomness.seeded(KILLS);
        List<Acknowledgement> told = new ArrayList<>();
        Revision reached = Revision.NONE;
        for (int kill = 0; kill < KILLS; kill++) {
            told.addAll(Killing.afterAcknowledgements(1 + random.nextInt(3000), directory, "run" + kill));
            new Survivor(directory.resolve("data")).requireLikeTheModel(directory.resolve("copy"), kill);
            try (Store store = Stores.openTiny(directory.resolve("data"))) {
                assertThat(Verification.faults(store, told)).as("kill %s", kill).isEmpty();
                assertThat(store.currentRevision()).isGreaterThanOrEqualTo(reached);
                reached = store.currentRevision();
            }
            assertThat(StoreFiles.check(directory.resolve("data")).revision()).isEqualTo(reached);
        }
        assertThat(told).hasSizeGreaterThan(KILLS);
        System.out.printf(
                "%d kills of a process of 32 writers: %d acknowledged writes, none lost; revisions 1 to %s without gaps%n",
                KILLS, told.size(), reached);
    }
}
