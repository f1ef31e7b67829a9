package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.member.WriteAheadLog.OldForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that real etcds have written: 3.4.23, asked for its health once; 3.5.35; the same after 3.6.16 has gone on with
 * it and made a snapshot. On the first one 3.6.16 ends with a panic, on the second 3.7.3.
 */
final class WriteAheadLogTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static byte[] log(String version) throws IOException {
        try (InputStream in = WriteAheadLogTest.class.getResourceAsStream("wal/etcd-" + version + ".wal")) {
            return Objects.requireNonNull(in, version).readAllBytes();
        }
    }

    private OldForm oldForm(byte[]... files) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (byte[] file : files) {
            Path path = folder.resolve(paths.size() + ".wal");
            Files.write(path, file);
            paths.add(path);
        }
        return WriteAheadLog.oldForm(paths);
    }

    @Test
    void logOfThreeFour_withAHealthCheck_endsWithThreeFive() throws IOException {
        assertThat(oldForm(log("3.4"))).isEqualTo(OldForm.UNTIL_3_5);
    }

    @Test
    void logOfThreeFive_endsWithThreeSix() throws IOException {
        assertThat(oldForm(log("3.5"))).isEqualTo(OldForm.UNTIL_3_6);
    }

    @Test
    void logOfThreeFive_afterASnapshotOfThreeSix_isReadByAll() throws IOException {
        assertThat(oldForm(log("3.6"))).isEqualTo(OldForm.NONE);
    }

    /** etcd may be in the middle of a write, wherever that is. */
    @Test
    void log_cutOffAnywhere_isReadUpToThere() throws IOException {
        byte[] whole = log("3.4");
        OldForm last = OldForm.NONE;
        for (int length = 0; length <= whole.length; length++) {
            OldForm found = oldForm(Arrays.copyOf(whole, length));
            assertThat(found).as("of %d bytes", length).isGreaterThanOrEqualTo(last);
            last = found;
        }
        assertThat(last).isEqualTo(OldForm.UNTIL_3_5);
    }

    @Test
    void entries_thatAnotherLeaderReplaced_doNotCount() throws IOException {
        // The second log begins again with the first entry, as a new leader's may.
        assertThat(oldForm(log("3.4"), log("3.5"))).isEqualTo(OldForm.UNTIL_3_6);
    }

    @Test
    void version_refusesWhatItCannotRead() {
        assertThat(version("3.5.35").refuses(OldForm.UNTIL_3_5)).isEmpty();
        assertThat(version("3.6.16").refuses(OldForm.UNTIL_3_6)).isEmpty();
        assertThat(version("3.6.16").refuses(OldForm.UNTIL_3_5).orElse("")).contains("3.6.16", "next snapshot");
        assertThat(version("3.7.3").refuses(OldForm.UNTIL_3_6).orElse("")).contains("3.7.3", "next snapshot");
        assertThat(version("3.7.3").refuses(OldForm.NONE)).isEmpty();
    }

    @Test
    void snapshot_isMadeSoonWhereTheNextVersionNeedsIt() {
        assertThat(version("3.4.23").flagsForTheNext(() -> OldForm.UNTIL_3_5)).isEmpty();
        assertThat(version("3.5.35").flagsForTheNext(() -> OldForm.UNTIL_3_6)).isEmpty();
        assertThat(version("3.5.35").flagsForTheNext(() -> OldForm.UNTIL_3_5)).containsExactly("--snapshot-count=500");
        assertThat(version("3.6.16").flagsForTheNext(() -> OldForm.UNTIL_3_6)).containsExactly("--snapshot-count=500");
        assertThat(version("3.6.16").flagsForTheNext(() -> OldForm.NONE)).isEmpty();
        assertThat(version("3.7.3").flagsForTheNext(() -> OldForm.NONE)).isEmpty();
    }

    private static EtcdVersion version(String text) {
        return EtcdVersion.parse(text).orElseThrow();
    }
}
