package io.bellwether.store.embedded;

import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes out of a data directory (G-W8).
 *
 * <p>The operating system's lock decides, and vanishes with its process, so a dead process is never in the way; the
 * process id in the file is only for the message.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String HELD_PREFIX = "io.bellwether.store.lock:";

    private final FileChannel channel;
    private final String held;

    private DirectoryLock(FileChannel channel, String held) {
        this.channel = channel;
        this.held = held;
    }

    /** Takes the lock, or says which process has it. */
    static DirectoryLock take(Path directory) {
        try {
            return take(directory, directory.toRealPath());
        } catch (IOException unusable) {
            throw new StoreException(
                    Reason.UNUSABLE, "the data directory " + directory + " cannot be locked: " + unusable, unusable);
        }
    }

    private static DirectoryLock take(Path directory, Path real) throws IOException {
        // A process loses its lock on a file when it closes any descriptor of that file, so a second opening by the
        // same
        // process must not touch the file at all. What holds for the whole process is kept where the process has it.
        String held = HELD_PREFIX + real;
        long self = ProcessHandle.current().pid();
        if (System.getProperties().putIfAbsent(held, Long.toString(self)) != null) {
            throw locked(directory, Long.toString(self));
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(
                    real.resolve("LOCK"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                throw locked(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            taken = true;
            return new DirectoryLock(channel, held);
        } finally {
            if (!taken) {
                closeQuietly(channel);
                System.clearProperty(held);
            }
        }
    }

    private static StoreException locked(Path directory, String holder) {
        return new StoreException(
                Reason.LOCKED, "the data directory " + directory + " is in use by process " + holder, null);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException unlockedAnyway) {
            // The descriptor is released even when close reports an error, and with it the lock.
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        System.clearProperty(held);
    }
}
