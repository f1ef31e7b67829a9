package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bellwether up} and the world: each obstacle ends it with code 1 and one line that says what to do. */
class UpProcessTest {

    private static final String ANY_PORT = "127.0.0.1:0";

    /** The user that nobody is, on every Linux. */
    private static final String NOBODY = "65534";

    @TempDir
    Path temporary;

    @Test
    void up_servesUntilSigterm_andEndsWithCode0() throws Exception {
        Path data = temporary.resolve("data");
        try (UpProcess up = UpProcess.start("--data-dir", data.toString(), "--listen", ANY_PORT)) {
            assertThat(up.awaitReady()).matches("https://127\\.0\\.0\\.1:[0-9]+");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.kubeconfig"))))
                    .isEqualTo("rw-------");

            up.terminate();

            assertThat(up.awaitExit()).isZero();
            assertThat(up.complaints()).isEmpty();
        }
    }

    @Test
    void up_twiceOnOneDirectory_namesTheHolder() throws Exception {
        String data = temporary.resolve("data").toString();
        try (UpProcess first = UpProcess.start("--data-dir", data, "--listen", ANY_PORT)) {
            String port = first.awaitReady().replaceFirst(".*:", "");
            // The same port as well, as when the same command is given twice: who has the directory matters more.
            try (UpProcess second = UpProcess.start("--data-dir", data, "--listen", "127.0.0.1:" + port)) {
                assertRefused(second, "is in use by process " + first.pid(), "--data-dir");
            }
            first.terminate();
            assertThat(first.awaitExit()).isZero();
        }
        try (UpProcess third = UpProcess.start("--data-dir", data, "--listen", ANY_PORT)) {
            assertThat(third.awaitReady()).startsWith("https://");
        }
    }

    @Test
    void up_onABusyPort_namesIt() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                UpProcess up = UpProcess.start(
                        "--data-dir",
                        temporary.resolve("data").toString(),
                        "--listen",
                        "127.0.0.1:" + busy.getLocalPort())) {
            assertRefused(up, "port " + busy.getLocalPort(), "--listen");
        }
    }

    @Test
    void up_onAnAddressOfAnotherMachine_saysSo() throws Exception {
        try (UpProcess up =
                UpProcess.start("--data-dir", temporary.resolve("data").toString(), "--listen", "192.0.2.1:0")) {
            assertRefused(up, "192.0.2.1", "not an address of this machine", "--listen");
        }
    }

    @Test
    void up_onAFileInsteadOfADirectory_namesIt() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        try (UpProcess up = UpProcess.start("--data-dir", file.toString(), "--listen", ANY_PORT)) {
            assertRefused(up, file.toString(), "--data-dir");
        }
        assertThat(file).hasContent("x");
    }

    @Test
    void up_onADirectoryOfANewerFormat_refusesAndChangesNothing() throws Exception {
        Path data = Files.createDirectories(temporary.resolve("data"));
        Path format = Files.writeString(data.resolve("FORMAT"), "bellwether store format 999\n");
        try (UpProcess up = UpProcess.start("--data-dir", data.toString(), "--listen", ANY_PORT)) {
            assertRefused(up, data.toString(), "999");
        }
        assertThat(format).hasContent("bellwether store format 999\n");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".kubeconfig")))
                    .isEmpty();
        }
    }

    @Test
    void up_asAnOrdinaryUser_works() throws Exception {
        String classPath = readableClassPath();
        Path data = temporary.resolve("data");
        try (UpProcess up =
                UpProcess.start(asNobody(temporary), classPath, "--data-dir", data.toString(), "--listen", ANY_PORT)) {
            assertThat(up.awaitReady()).startsWith("https://");
            up.terminate();
            assertThat(up.awaitExit()).isZero();
        }
    }

    @Test
    void up_inAFolderThatCannotBeWritten_saysPermissionDenied() throws Exception {
        String classPath = readableClassPath();
        List<String> wrapper = asNobody(temporary);
        Path locked = Files.createDirectory(temporary.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (UpProcess up = UpProcess.start(
                wrapper, classPath, "--data-dir", locked.resolve("data").toString(), "--listen", ANY_PORT)) {
            assertRefused(up, locked.toString(), "permission denied", "--data-dir");
        }
    }

    @Test
    void up_onTheDirectoryOfAnotherUser_saysPermissionDenied() throws Exception {
        assumeThat(isRoot())
                .as("only the superuser can make a directory that belongs to somebody else")
                .isTrue();
        String classPath = readableClassPath();
        List<String> wrapper = asNobody(temporary);
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwx------"));
        try (UpProcess up =
                UpProcess.start(wrapper, classPath, "--data-dir", foreign.toString(), "--listen", ANY_PORT)) {
            assertRefused(up, foreign.toString(), "permission denied", "--data-dir");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--listen, nonsense",
        "--listen, 127.0.0.1:99999",
        "--components, agent",
        "--discovery, https://example.invalid/token",
        "--datapath, linux",
    })
    void up_withOptionsThatDoNotExist_isWrongUsage(String option, String value) throws Exception {
        try (UpProcess up =
                UpProcess.start("--data-dir", temporary.resolve("data").toString(), option, value)) {
            assertThat(up.awaitExit()).isEqualTo(2);
            assertThat(up.complaints()).hasSize(1);
            assertThat(temporary.resolve("data")).doesNotExist();
        }
    }

    private static void assertRefused(UpProcess up, String... words) throws InterruptedException {
        assertThat(up.awaitExit()).isEqualTo(1);
        assertThat(up.complaints()).as(up.log()).hasSize(1);
        assertThat(up.complaints().getFirst()).startsWith("bellwether up: ").contains(words);
    }

    /**
     * Runs as a user without privileges who owns the directory, when this JVM is the superuser's; as itself otherwise.
     */
    private static List<String> asNobody(Path directory) throws IOException {
        if (!isRoot()) {
            return List.of();
        }
        run("chown", NOBODY + ":" + NOBODY, directory.toString());
        return List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    }

    /** A copy of the class path that every user can read: the original may lie in somebody's home. */
    private String readableClassPath() throws IOException {
        if (!isRoot()) {
            return System.getProperty("java.class.path");
        }
        Path copy = Files.createDirectory(temporary.resolve("lib"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path source = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(source)) {
                Path target = copy.resolve(entries.size() + "-" + source.getFileName());
                copy(source, target);
                entries.add(target.toString());
            }
        }
        return String.join(":", entries);
    }

    private static void copy(Path source, Path target) throws IOException {
        if (Files.isRegularFile(source)) {
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            run("cp", "-r", source.toString(), target.toString());
        }
        run("chmod", "-R", "a+rX", target.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
