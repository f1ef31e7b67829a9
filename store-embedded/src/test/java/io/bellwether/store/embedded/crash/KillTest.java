package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.StoreFiles;
import io.bellwether.store.embedded.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            told.addAll(runAndKill("run" + kill, 1 + random.nextInt(3000)));
            try (Store store = Stores.openTiny(directory.resolve("data"))) {
                assertThat(Verification.faults(store, told)).as("kill %s", kill).isEmpty();
                assertThat(store.currentRevision()).isGreaterThanOrEqualTo(reached);
                reached = store.currentRevision();
            }
            assertThat(StoreFiles.check(directory.resolve("data")).revision()).isEqualTo(reached);
        }
        assertThat(told).hasSizeGreaterThan(KILLS);
    }

    /** Reads acknowledgements until there are {@code many}, kills, and reads what was still on its way. */
    private List<Acknowledgement> runAndKill(String run, int many) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process child =
                ChildProcess.start(errors, Map.of(), directory.resolve("data").toString(), "-", run, "32", "0");
        List<Acknowledgement> told = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may be cut off by the kill: without its revision it told nobody anything.
                if (line.matches(".*\\|/\\S+ \\d+")) {
                    told.add(Acknowledgement.parse(line));
                }
                if (told.size() == many) {
                    // Not the process: that would close its output before the last lines are read.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        ChildProcess.await(child);
        assertThat(told).as(Files.readString(errors)).isNotEmpty();
        return told;
    }
}
