package io.bellwether.store.backup;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.zip.CRC32C;

/**
 * Writes the live entries of one revision in the portable format.
 *
 * <p>Threads: one call at a time; the output is neither flushed nor closed nor synced here.
 */
public final class BackupWriter {

    private final OutputStream out;
    private final CRC32C blocksChecksum = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocate(BackupFormat.BLOCK_LIMIT_BYTES);
    private long count;
    private long valueBytes;

    private BackupWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a whole backup.
     *
     * @param entries in ascending key order
     */
    public static void write(Revision revision, Iterator<KeyValue> entries, OutputStream out) throws IOException {
        BackupWriter writer = new BackupWriter(out);
        writer.header(revision);
        while (entries.hasNext()) {
            writer.entry(entries.next());
        }
        writer.trailer();
    }

    private void header(Revision revision) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BackupFormat.HEADER_BYTES);
        header.putLong(BackupFormat.MAGIC).putInt(BackupFormat.VERSION).putLong(revision.value());
        CRC32C checksum = new CRC32C();
        checksum.update(header.array(), 0, header.position());
        header.putInt((int) checksum.getValue());
        out.write(header.array());
    }

    private void entry(KeyValue entry) throws IOException {
        byte[] key = EntryCodec.key(entry);
        if (block.position() > 0 && block.position() + EntryCodec.size(key, entry) > BackupFormat.BLOCK_BYTES) {
            closeBlock();
        }
        EntryCodec.write(block, key, entry);
        count++;
        valueBytes += entry.value().size();
    }

    private void closeBlock() throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(block.array(), 0, block.position());
        ByteBuffer header = ByteBuffer.allocate(BackupFormat.BLOCK_HEADER_BYTES);
        header.putInt(block.position()).putInt((int) checksum.getValue());
        blocksChecksum.update(header.array(), Integer.BYTES, Integer.BYTES);
        out.write(header.array());
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    private void trailer() throws IOException {
        if (block.position() > 0) {
            closeBlock();
        }
        ByteBuffer trailer = ByteBuffer.allocate(BackupFormat.TRAILER_BYTES);
        trailer.putInt(0).putLong(count).putLong(valueBytes);
        blocksChecksum.update(trailer.array(), Integer.BYTES, 2 * Long.BYTES);
        trailer.putInt((int) blocksChecksum.getValue());
        out.write(trailer.array());
    }
}
