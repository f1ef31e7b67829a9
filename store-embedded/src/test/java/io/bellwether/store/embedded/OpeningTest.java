package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.contract.Txns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be in the way of opening a store (G-W8, G-W9), and what is there after it. */
final class OpeningTest {

    @TempDir
    Path temporary;

    private Path data() {
        return temporary.resolve("data");
    }

    private void write(int from, int to) {
        try (Store store = Stores.open(data())) {
            for (int index = from; index < to; index++) {
                store.txn(Txns.put("/a/" + index % 50, "value " + index));
            }
        }
    }

    private StoreException refusal() {
        return Assertions.catchThrowableOfType(
                StoreException.class, () -> Stores.open(data()).close());
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void open_afterClose_hasEntriesHistoryAndRevision() {
        write(0, 120);

        try (Store store = Stores.open(data())) {
            assertThat(store.currentRevision()).isEqualTo(new Revision(120));
            assertThat(store.get(new Key("/a/19")).map(entry -> entry.value().utf8()))
                    .contains("value 119");
            assertThat(store.range(KeyRange.ALL, 0, new Revision(10)))
                    .isInstanceOfSatisfying(
                            RangeResult.Entries.class,
                            cut -> assertThat(cut.entries()).hasSize(10));
        }
    }

    @Test
    void open_manyTimesWithoutWriting_keepsRevisionAndSize() throws IOException {
        write(0, 3);
        List<Path> before = files("log-");
        for (int time = 0; time < 5; time++) {
            write(0, 0);
        }

        assertThat(files("log-")).isEqualTo(before);
        write(3, 4);
        assertThat(StoreFiles.check(data()).revision()).isEqualTo(new Revision(4));
    }

    @Test
    void compact_thenReopen_staysCompacted() {
        write(0, 20);
        try (Store store = Stores.open(data())) {
            store.compact(new Revision(15));
        }

        try (Store store = Stores.open(data())) {
            assertThat(store.compactedRevision()).isEqualTo(new Revision(15));
            assertThat(store.range(KeyRange.ALL, 0, new Revision(14)))
                    .isEqualTo(new RangeResult.Compacted(new Revision(15)));
        }
    }

    @Test
    void open_usedByThisProcess_namesItsPid() {
        try (Store first = Stores.open(data())) {
            StoreException refused = refusal();

            assertThat(refused.reason()).isEqualTo(Reason.LOCKED);
            assertThat(refused)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(first.txn(Txns.put("/a", "still open"))).isNotNull();
        }
    }

    @Test
    void open_lockFileOfADeadProcess_isNoObstacle() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("LOCK"), "999999\n");

        write(0, 1);

        assertThat(Files.readString(data().resolve("LOCK")).strip())
                .isEqualTo("" + ProcessHandle.current().pid());
    }

    @Test
    void open_newerFormat_isRefusedByNameAndLeftUntouched() throws IOException {
        write(0, 1);
        Files.writeString(data().resolve("FORMAT"), "bellwether store format 7\n");
        List<Path> before = files("");

        StoreException refused = refusal();

        assertThat(refused.reason()).isEqualTo(Reason.FORMAT_TOO_NEW);
        assertThat(refused).hasMessageContaining("format 7").hasMessageContaining("up to 1");
        assertThat(files("")).isEqualTo(before);
    }

    @Test
    void open_fileInPlaceOfDirectory_isUnusable() throws IOException {
        Files.writeString(data(), "not a directory");

        assertThat(refusal().reason()).isEqualTo(Reason.UNUSABLE);
    }

    @Test
    void open_newDirectory_isReadableByItsOwnerOnly() throws IOException {
        write(0, 1);

        assertThat(Files.getPosixFilePermissions(data())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        for (Path file : files("")) {
            assertThat(Files.getPosixFilePermissions(file))
                    .as("%s", file)
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void open_anyFlippedBitInTheLog_isRefused() throws IOException {
        write(0, 40);
        Path log = files("log-").get(0);
        byte[] whole = Files.readAllBytes(log);
        // One bit in the header, in the first frame, in the middle, and in the last frame before the mark of the close.
        for (int at : new int[] {9, 4096 + 60, 20 * 4096 + 40, 40 * 4096 + 45}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x04;
            Files.write(log, damaged);

            assertThat(refusal().reason()).as("byte %s", at).isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void open_missingFileOfTheLog_isRefused() throws IOException {
        write(0, 10);
        write(10, 20);
        write(20, 30);
        Files.delete(files("log-").get(1));

        assertThat(refusal().reason()).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void open_tornLastFrame_isDropped() throws IOException {
        write(0, 10);
        Path log = files("log-").get(0);
        // As if the process had died while it wrote the tenth commit: the mark of the close and half of that are not
        // there.
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(10 * 4096 + 60);
        }

        try (Store store = Stores.open(data())) {
            assertThat(store.currentRevision()).isEqualTo(new Revision(9));
        }
        write(10, 12);
        assertThat(StoreFiles.check(data()).revision()).isEqualTo(new Revision(11));
    }

    @Test
    void restore_backup_raisesRevisionAndTokens() throws IOException {
        try (Store store = Stores.open(data())) {
            store.txn(Txns.put("/fences/default/demo", "41"));
            store.txn(Txns.put("/registry/a", "x"));
        }
        Path backup = temporary.resolve("backup");
        try (var out = Files.newOutputStream(backup)) {
            StoreFiles.backup(data(), out);
        }
        Path other = temporary.resolve("other");
        try (var in = Files.newInputStream(backup)) {
            StoreFiles.restore(in, other);
        }

        try (Store store = Stores.open(other)) {
            KeyValue token = store.get(new Key("/fences/default/demo")).orElseThrow();
            assertThat(token.value().utf8()).isEqualTo("" + (41 + StoreFiles.TOKEN_JUMP));
            assertThat(store.currentRevision()).isEqualTo(new Revision(2 + StoreFiles.REVISION_JUMP));
            assertThat(token.modRevision()).isEqualTo(store.currentRevision());
            assertThat(store.range(KeyRange.ALL, 0, new Revision(1)))
                    .isEqualTo(new RangeResult.Compacted(store.currentRevision()));
        }
    }

    @Test
    void restore_damagedBackup_makesNoStore() throws IOException {
        write(0, 100);
        Path backup = temporary.resolve("backup");
        try (var out = Files.newOutputStream(backup)) {
            StoreFiles.backup(data(), out);
        }
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length / 2] ^= 1;
        Path other = temporary.resolve("other");

        StoreException refused = Assertions.catchThrowableOfType(
                StoreException.class, () -> StoreFiles.restore(new ByteArrayInputStream(bytes), other));

        assertThat(refused.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(new DataDirectory(other).hasStore()).isFalse();
        assertThat(new DataDirectory(other).bases()).isEmpty();
    }

    @Test
    void check_besideARunningStore_seesEverythingAcknowledged() {
        try (Store store = Stores.open(data())) {
            for (int index = 1; index <= 200; index++) {
                store.txn(Txns.put("/a/" + index, "x"));

                assertThat(StoreFiles.check(data()).revision()).isEqualTo(new Revision(index));
            }
        }
    }

    @Test
    void check_besideABusyStore_findsNoDamage() {
        AtomicBoolean done = new AtomicBoolean();
        try (Store store = Stores.openTiny(data());
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int writer = 0; writer < 8; writer++) {
                    String key = "/a/" + writer;
                    writers.execute(() -> {
                        while (!done.get()) {
                            store.txn(Txns.put(key, "x".repeat(3000)));
                        }
                    });
                }
                for (int time = 0; time < 40; time++) {
                    Revision acknowledged = store.currentRevision();

                    assertThat(StoreFiles.check(data()).revision()).isGreaterThanOrEqualTo(acknowledged);
                }
            } finally {
                done.set(true);
            }
        }
    }
}
