package io.bellwether.tests.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers listen on the loopback address unless told otherwise, and secrets are their owner's alone (G-P3). */
class PrivacyTest {

    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @Test
    void up_withoutAnAddress_isOnLoopback(@TempDir Path folder) throws Exception {
        try (ProgramProcess up = ProgramProcess.start(Map.of(), "up", "--data-dir", folder.toString())) {
            // Ready, or busy because another server has the port: either line names the address it chose.
            assertThat(up.awaitLine("127.0.0.1:6443")).doesNotContain("0.0.0.0:6443");
        }
    }

    @Test
    void up_keysAndKubeconfigs_areReadableByTheirOwnerAlone(@TempDir Path folder) throws Exception {
        try (ProgramProcess up =
                ProgramProcess.start(Map.of(), "up", "--data-dir", folder.toString(), "--listen", "127.0.0.1:0")) {
            assertThat(up.awaitLine("Bellwether is ready")).contains("https://127.0.0.1:");

            assertThat(secrets(folder))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .as("%s", file)
                            .isSubsetOf(OWNER_ALONE));
        }
    }

    /** Files with a private key in them, as PEM or as base64 of PEM. */
    private static List<Path> secrets(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(PrivacyTest::holdsAKey)
                    .toList();
        }
    }

    private static boolean holdsAKey(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains("PRIVATE KEY") || text.contains("client-key-data:");
        } catch (IOException gone) {
            // A file of the store that was replaced meanwhile: not where keys are.
            return false;
        }
    }
}
