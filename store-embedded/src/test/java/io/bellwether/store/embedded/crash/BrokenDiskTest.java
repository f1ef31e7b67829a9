package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Store;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fails (X4, G-W6): nothing more is acknowledged, and what was is there after a restart. */
final class BrokenDiskTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sync:25", "sync:100", "write:40", "write:300"})
    void write_afterInputOutputError_isRefusedForEver(String fault) throws Exception {
        Path data = directory.resolve("data");
        Path acknowledgements = directory.resolve("acknowledged");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD", ChildProcess.shim(directory).toString(),
                "SHIM_DIR", data.toString(),
                "SHIM_FAIL", fault);
        Files.createDirectory(data);
        Path errors = directory.resolve("errors");
        ChildProcess.run(errors, environment, data.toString(), acknowledgements.toString(), "eio", "32", "200");

        List<Acknowledgement> lines = read(acknowledgements);
        List<Acknowledgement> told =
                lines.stream().filter(line -> line.revision() > 0).toList();
        List<String> others = lines.stream()
                .filter(line -> line.revision() == 0)
                .map(Acknowledgement::tag)
                .toList();
        assertThat(told).as(Files.readString(errors)).isNotEmpty();
        assertThat(others).contains("refused:FAILED").containsOnly("refused:FAILED", "unknown");
        assertThat(others.stream().filter("refused:FAILED"::equals)).hasSize(32);
        try (Store store = Stores.openTiny(data)) {
            assertThat(Verification.faults(store, told)).isEmpty();
        }
    }

    private static List<Acknowledgement> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Acknowledgement::parse).toList();
    }
}
