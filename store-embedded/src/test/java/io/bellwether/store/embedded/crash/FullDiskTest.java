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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up and gets space again (X3, G-W7). */
final class FullDiskTest {

    @TempDir
    Path directory;

    @Test
    void write_fullDisk_isRefusedWhileReadsAndDeletesGoOnUntilThereIsSpace() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path quota = Files.writeString(directory.resolve("quota"), "12000000");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD", ChildProcess.shim(directory).toString(),
                "SHIM_DIR", data.toString(),
                "SHIM_QUOTA", quota.toString());

        List<String> said = run(environment, data, quota);

        assertThat(said)
                .containsExactly(
                        "full NO_SPACE",
                        "writable no",
                        "read yes",
                        "deletes 100 of 100",
                        "resumed",
                        "writable yes",
                        "reopened: nothing lost, nothing extra");
    }

    private List<String> run(Map<String, String> environment, Path data, Path quota)
            throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process child = ChildProcess.start(FullDiskChild.class, errors, environment, data.toString(), quota.toString());
        List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        }
        assertThat(ChildProcess.await(child)).as(Files.readString(errors)).isZero();
        return said;
    }
}
