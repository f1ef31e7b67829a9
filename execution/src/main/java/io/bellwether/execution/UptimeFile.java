package io.bellwether.execution;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Elapsed time as the larger of what {@link System#nanoTime} and {@code /proc/uptime} have counted.
 *
 * <p>The file's first field includes suspend, in steps of 10 ms. Taking the larger errs towards more elapsed time, so
 * that a leader loses too early rather than too late. The file is read at every call: a cached value would hide the
 * very suspend it is there to show.
 *
 * <p>Threads: a lock covers one read of a kernel file that never blocks. The file is not an interruptible channel,
 * which an interrupted caller would close.
 */
final class UptimeFile implements BootTime {

    static final Path PROC_UPTIME = Path.of("/proc/uptime");

    private static final long NANOS_PER_HUNDREDTH = 10_000_000L;

    /** Seconds with two decimals, a space, and the idle time: 64 bytes hold more than any machine's uptime. */
    private static final int MAX_BYTES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomAccessFile file;
    private final byte[] buffer = new byte[MAX_BYTES];
    private final long monotonicOrigin;
    private final long uptimeOrigin;
    /** The largest uptime seen: kept when a read fails. */
    private long uptimeNanos;

    private UptimeFile(RandomAccessFile file) throws IOException {
        this.file = file;
        this.monotonicOrigin = System.nanoTime();
        this.uptimeOrigin = read();
        this.uptimeNanos = uptimeOrigin;
    }

    /** The source, when the file can be read and begins with a number. */
    static Optional<UptimeFile> open(Path path) {
        try {
            return Optional.of(new UptimeFile(new RandomAccessFile(path.toFile(), "r")));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            uptimeNanos = Math.max(uptimeNanos, readOrKeep());
            return Math.max(System.nanoTime() - monotonicOrigin, uptimeNanos - uptimeOrigin);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return "/proc/uptime";
    }

    private long readOrKeep() {
        try {
            return read();
        } catch (IOException failed) {
            return uptimeNanos;
        }
    }

    private long read() throws IOException {
        file.seek(0);
        int length = file.read(buffer);
        long hundredths = 0;
        int decimals = -1;
        for (int index = 0; index < length && decimals < 2; index++) {
            byte character = buffer[index];
            if (character == '.') {
                decimals = 0;
            } else if (character >= '0' && character <= '9') {
                hundredths = hundredths * 10 + (character - '0');
                decimals = decimals < 0 ? decimals : decimals + 1;
            } else {
                break;
            }
        }
        if (decimals != 2) {
            throw new IOException("the first field must be seconds with two decimals");
        }
        return hundredths * NANOS_PER_HUNDREDTH;
    }
}
