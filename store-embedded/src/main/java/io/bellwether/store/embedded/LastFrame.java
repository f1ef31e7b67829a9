package io.bellwether.store.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the log ended when it was opened.
 *
 * <p>The process before may have died between writing this frame and syncing it, or its sync may have failed. Then the
 * kernel shows the frame although the disk does not have it, and a power cut would take it from under everything that
 * is acknowledged after it. It is the only one in doubt: a frame is written only after the one before was synced.
 *
 * <p>Source: Rebello et al., Can Applications Recover from fsync Failures? (2020).
 *
 * @param sizeBytes of header and payload
 */
record LastFrame(Path path, long offset, int sizeBytes) {

    /**
     * Makes it durable. A sync alone would not do: after one that failed, the kernel takes the pages for written. So
     * the same bytes are written over themselves, which harms nothing as long as the disk writes a sector whole or not
     * at all.
     */
    void secure() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer frame = ByteBuffer.allocate(sizeBytes);
            while (frame.hasRemaining()) {
                if (file.read(frame, offset + frame.position()) < 0) {
                    throw new EOFException(path + " ends before byte " + (offset + sizeBytes));
                }
            }
            frame.flip();
            while (frame.hasRemaining()) {
                file.write(frame, offset + frame.position());
            }
            file.force(true);
        }
    }
}
