package io.bellwether.store.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes a large file and syncs it piece by piece: one sync at its end would hold up, for as long as the disk takes for
 * all of it, the commits that sync at the same time.
 *
 * <p>Threads: one at a time. What was written after the last piece is not synced here.
 */
final class SyncingOutputStream extends OutputStream {

    private static final int PIECE_BYTES = 1 << 20;

    private final FileChannel file;
    private int unsyncedBytes;

    SyncingOutputStream(FileChannel file) {
        this.file = file;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        while (rest.hasRemaining()) {
            unsyncedBytes += file.write(rest);
        }
        if (unsyncedBytes >= PIECE_BYTES) {
            file.force(false);
            unsyncedBytes = 0;
        }
    }
}
