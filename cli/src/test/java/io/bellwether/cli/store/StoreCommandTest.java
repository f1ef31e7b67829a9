package io.bellwether.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The example of {@code docs/store.md}, and what can go wrong in it. */
final class StoreCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void writeSomething() {
        try (Store store = open(directory.resolve("data"))) {
            store.txn(Txn.create(new Key("/registry/core/configmaps/default/demo"), Bytes.utf8("{}")));
        }
    }

    private static EmbeddedStore open(Path path) {
        return EmbeddedStore.open(new EmbeddedStoreOptions(
                path,
                new SystemClock(),
                Randomness.secure(),
                task -> Threads.start("test-store", task),
                Threads.virtual("test-watch"),
                failure -> {},
                EmbeddedStoreOptions.Limits.DEFAULT));
    }

    /** Runs a command; a failure is its line. */
    private String run(String... arguments) {
        StringWriter failure = new StringWriter();
        int code = new CommandLine(new StoreCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(failure))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    failure.append(((CommandFailure) exception).getMessage());
                    return ((CommandFailure) exception).exitCode();
                })
                .execute(arguments);
        return code + " " + failure.toString().strip();
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void checkBackupRestore_inTurn_giveTheSameEntries() {
        assertThat(run("check", "--data-dir", data())).isEqualTo("0 ");
        assertThat(run("backup", "--data-dir", data(), "--output", file("monday.backup")))
                .isEqualTo("0 ");
        assertThat(run("restore", "--data-dir", file("new"), "--input", file("monday.backup")))
                .isEqualTo("0 ");

        assertThat(out.toString())
                .contains(
                        "is whole.",
                        "revision   1",
                        "entries    1, 2 bytes",
                        "Wrote revision 1",
                        "at revision 1000000000001");
        try (Store restored = open(directory.resolve("new"))) {
            assertThat(restored.get(new Key("/registry/core/configmaps/default/demo")))
                    .isPresent();
        }
    }

    @Test
    void backup_besideARunningStore_works() {
        try (Store store = open(directory.resolve("data"))) {
            store.txn(Txn.create(new Key("/registry/a"), Bytes.utf8("x")));

            assertThat(run("backup", "--data-dir", data(), "--output", file("b")))
                    .isEqualTo("0 ");
        }
        assertThat(out.toString()).contains("Wrote revision 2");
    }

    @Test
    void backup_existingFile_isRefused() throws IOException {
        Files.writeString(directory.resolve("b"), "precious");

        assertThat(run("backup", "--data-dir", data(), "--output", file("b")))
                .startsWith("1 ")
                .contains("exists already");
        assertThat(directory.resolve("b")).hasContent("precious");
    }

    @Test
    void restore_overAStore_isRefused() {
        run("backup", "--data-dir", data(), "--output", file("b"));

        assertThat(run("restore", "--data-dir", data(), "--input", file("b")))
                .startsWith("1 ")
                .contains("holds a store already");
    }

    @Test
    void check_noStore_saysSo() {
        assertThat(run("check", "--data-dir", file("nothing"))).startsWith("1 ").contains("holds no store");
    }

    @Test
    void check_damage_namesTheFile() throws IOException {
        Path log;
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            log = files.filter(file -> file.getFileName().toString().startsWith("log-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[4096 + 50] ^= 1;
        Files.write(log, bytes);

        assertThat(run("check", "--data-dir", data())).startsWith("1 ").contains(log.toString(), "damaged");
    }

    @Test
    void store_withoutSubcommand_isWrongUsage() {
        assertThat(run()).startsWith("2 ");
    }
}
