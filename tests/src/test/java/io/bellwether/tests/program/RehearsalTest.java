package io.bellwether.tests.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load behind the server's start-up cache: were it refused, the cache would silently know nothing. */
class RehearsalTest {

    @Test
    void rehearsal_ofAServer_writesReadsAndEnds(@TempDir Path folder) throws Exception {
        try (ProgramProcess up =
                ProgramProcess.start(Map.of(), "up", "--data-dir", folder.toString(), "--listen", "127.0.0.1:0")) {
            assertThat(up.awaitLine("Bellwether is ready")).contains("https://127.0.0.1:");
            String kubeconfig = folder.resolve("admin.kubeconfig").toString();

            try (ProgramProcess rehearsal = ProgramProcess.start(
                    Map.of(), "rehearsal", "--kubeconfig", kubeconfig, "--turns", "17", "--within", "60s")) {
                assertThat(rehearsal.awaitExit()).isZero();
            }

            try (ProgramProcess leases =
                    ProgramProcess.start(Map.of(), "leases", "--kubeconfig", kubeconfig, "-n", "default")) {
                assertThat(leases.awaitLine("rehearsal-7")).contains("holder-17");
            }
        }
    }

    @Test
    void rehearsal_withoutAServer_fails(@TempDir Path folder) throws Exception {
        String missing = folder.resolve("admin.kubeconfig").toString();
        try (ProgramProcess rehearsal = ProgramProcess.start(
                Map.of(), "rehearsal", "--kubeconfig", missing, "--turns", "1", "--within", "10s")) {
            assertThat(rehearsal.awaitExit()).isNotZero();
        }
    }
}
