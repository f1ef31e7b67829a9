package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a process of 32 writers and kills it at its work. */
final class Killing {

    private static final String WRITERS = "32";

    private Killing() {}

    /**
     * Reads acknowledgements until there are {@code many}, kills, and reads what was still on its way.
     *
     * @param below where the store's directory, {@code data}, is or comes into being
     * @param run names the run in the tags
     */
    static List<Acknowledgement> afterAcknowledgements(int many, Path below, String run)
            throws IOException, InterruptedException {
        Path errors = below.resolve("errors");
        Process child =
                ChildProcess.start(errors, Map.of(), below.resolve("data").toString(), "-", run, WRITERS, "0");
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
