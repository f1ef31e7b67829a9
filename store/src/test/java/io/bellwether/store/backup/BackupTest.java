package io.bellwether.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The backup format: whole, or refused. */
final class BackupTest {

    private static final List<KeyValue> ENTRIES = entries();

    private static List<KeyValue> entries() {
        List<KeyValue> entries = new ArrayList<>();
        for (int index = 0; index < 500; index++) {
            byte[] value = new byte[index == 250 ? Store.VALUE_SIZE_LIMIT : index];
            Arrays.fill(value, (byte) index);
            Revision created = new Revision(index + 1);
            entries.add(new KeyValue(
                    new Key("/é/" + (10_000 + index)),
                    Bytes.wrap(value),
                    created,
                    new Revision(created.value() + index % 3)));
        }
        return entries;
    }

    private static byte[] backup() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter.write(new Revision(1000), ENTRIES.iterator(), out);
        return out.toByteArray();
    }

    private static List<KeyValue> read(byte[] backup) {
        BackupReader reader = new BackupReader("test", new ByteArrayInputStream(backup));
        List<KeyValue> entries = new ArrayList<>();
        reader.forEachRemaining(entries::add);
        return entries;
    }

    private static Reason refusal(byte[] backup) {
        try {
            read(backup);
        } catch (StoreException refused) {
            return refused.reason();
        }
        throw new AssertionError("the backup was read");
    }

    @Test
    void read_whatWasWritten_isEqual() throws IOException {
        assertThat(read(backup())).isEqualTo(ENTRIES);
    }

    @Test
    void readBlock_anyBlock_beginsWithItsFirstKey() throws IOException {
        byte[] backup = backup();
        BackupReader reader = new BackupReader("test", new ByteArrayInputStream(backup));
        reader.forEachRemaining(entry -> {});

        assertThat(reader.blocks()).hasSizeGreaterThan(2);
        for (BackupReader.Block block : reader.blocks()) {
            ByteArrayInputStream in = new ByteArrayInputStream(backup);
            in.skipNBytes(block.offset());
            assertThat(BackupReader.readBlock("test", in, block.offset())
                            .get(0)
                            .key()
                            .value())
                    .isEqualTo(block.firstKey());
        }
    }

    @Test
    void read_anyFlippedBit_isRefused() throws IOException {
        byte[] backup = backup();
        for (int index = 0; index < backup.length; index += index < 200 || index > backup.length - 200 ? 1 : 9973) {
            byte[] damaged = backup.clone();
            damaged[index] ^= 0x10;
            assertThat(refusal(damaged)).as("byte %s", index).isIn(Reason.CORRUPT, Reason.FORMAT_TOO_NEW);
        }
    }

    @Test
    void read_anyTruncation_isRefused() throws IOException {
        byte[] backup = backup();
        for (int length = 0; length < backup.length; length += length < 100 ? 1 : 12_345) {
            assertThat(refusal(Arrays.copyOf(backup, length))).isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void read_laterFormat_isRefusedByName() throws IOException {
        byte[] backup = backup();
        backup[11] = 2;

        assertThatThrownBy(() -> read(backup)).hasMessageContaining("format 2").hasMessageContaining("up to 1");
    }
}
