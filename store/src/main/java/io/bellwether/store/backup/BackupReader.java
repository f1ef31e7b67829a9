package io.bellwether.store.backup;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup, checking every checksum on the way.
 *
 * <p>Shape: an iterator of the entries, in ascending key order. The backup is proved whole only when {@link #hasNext}
 * has answered false: do not act on the entries before.
 *
 * <p>Threads: one at a time. The input is not closed here.
 *
 * <p>Errors: {@link StoreException} with {@code CORRUPT} for damage, {@code FORMAT_TOO_NEW} for a later version's
 * backup; {@link UncheckedIOException} when the input cannot be read.
 */
public final class BackupReader implements Iterator<KeyValue> {

    /**
     * Where a block lies.
     *
     * @param firstKey the key of its first entry
     * @param offset of the block's header, in bytes from the beginning of the backup
     */
    public record Block(String firstKey, long offset) {}

    private final String name;
    private final InputStream in;
    private final Revision revision;
    private final CRC32C blocksChecksum = new CRC32C();
    private final List<Block> blocks = new ArrayList<>();

    private long offset = BackupFormat.HEADER_BYTES;
    private long count;
    private long valueBytes;
    private @Nullable ByteBuffer block;
    private boolean complete;

    /**
     * Reads the header.
     *
     * @param name names the backup in messages
     */
    public BackupReader(String name, InputStream in) {
        this.name = name;
        this.in = in;
        ByteBuffer header = read(BackupFormat.HEADER_BYTES);
        if (header.getLong() != BackupFormat.MAGIC) {
            throw new StoreException(Reason.CORRUPT, name + " is not a backup of a Bellwether store", null);
        }
        int version = header.getInt();
        if (version > BackupFormat.VERSION) {
            throw new StoreException(
                    Reason.FORMAT_TOO_NEW,
                    name + " has format " + version + ", this program reads up to " + BackupFormat.VERSION,
                    null);
        }
        this.revision = new Revision(Math.max(0, header.getLong()));
        CRC32C checksum = new CRC32C();
        checksum.update(header.slice(0, header.position()));
        verify(header.getInt() == (int) checksum.getValue(), "the header is damaged");
    }

    /** The revision whose entries these are. */
    public Revision revision() {
        return revision;
    }

    /** The blocks read so far, in order. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    @Override
    public boolean hasNext() {
        while (!complete && (block == null || !block.hasRemaining())) {
            nextBlock();
        }
        return !complete;
    }

    @Override
    public KeyValue next() {
        if (!hasNext() || block == null) {
            throw new NoSuchElementException("the last entry has been taken");
        }
        KeyValue entry = EntryCodec.read(block);
        count++;
        valueBytes += entry.value().size();
        return entry;
    }

    /** The entries of the one block that begins at the input's position. */
    public static List<KeyValue> readBlock(String name, InputStream in, long offset) {
        BackupReader reader = new BackupReader(name, in, offset);
        reader.nextBlock();
        List<KeyValue> entries = new ArrayList<>();
        while (reader.block != null && reader.block.hasRemaining()) {
            entries.add(EntryCodec.read(reader.block));
        }
        return entries;
    }

    private BackupReader(String name, InputStream in, long offset) {
        this.name = name;
        this.in = in;
        this.revision = Revision.NONE;
        this.offset = offset;
    }

    private void nextBlock() {
        int length = read(Integer.BYTES).getInt();
        if (length == 0) {
            trailer();
            return;
        }
        verify(length > 0 && length <= BackupFormat.BLOCK_LIMIT_BYTES, "the length of a block is damaged");
        int expected = read(Integer.BYTES).getInt();
        ByteBuffer payload = read(length);
        CRC32C checksum = new CRC32C();
        checksum.update(payload.duplicate());
        verify(expected == (int) checksum.getValue(), "a block is damaged");
        blocksChecksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, expected));
        blocks.add(new Block(EntryCodec.read(payload.duplicate()).key().value(), offset));
        offset += BackupFormat.BLOCK_HEADER_BYTES + length;
        block = payload;
    }

    private void trailer() {
        ByteBuffer trailer = read(BackupFormat.TRAILER_BYTES - Integer.BYTES);
        blocksChecksum.update(trailer.slice(0, 2 * Long.BYTES));
        verify(trailer.getLong() == count && trailer.getLong() == valueBytes, "entries are missing");
        verify(trailer.getInt() == (int) blocksChecksum.getValue(), "a block is missing or exchanged");
        complete = true;
    }

    private ByteBuffer read(int length) {
        byte[] bytes = new byte[length];
        try {
            if (in.readNBytes(bytes, 0, length) < length) {
                throw new EOFException();
            }
        } catch (EOFException early) {
            throw new StoreException(Reason.CORRUPT, name + " ends too early, after byte " + offset, early);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return ByteBuffer.wrap(bytes);
    }

    private void verify(boolean whole, String damage) {
        if (!whole) {
            throw new StoreException(
                    Reason.CORRUPT, name + " is damaged at or after byte " + offset + ": " + damage, null);
        }
    }
}
