package io.bellwether.tests.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Whether this machine kept pace: how often a pause of milliseconds and a synced write of a few bytes, which every
 * member needs for each heartbeat and each entry, together took longer than a tenth of an election timeout. Figures of
 * a machine that did not are those of the machine, and not of the cluster.
 */
final class Pace implements AutoCloseable {

    private static final long LATE_NANOS =
            Duration.ofMillis(HostedMember.ELECTION_MILLIS / 10).toNanos();
    private static final long PAUSE_MILLIS = 20;
    private static final int LATE_PERCENT = 1;

    private final FileChannel file;
    private final Thread thread;
    private volatile boolean ending;
    private volatile int looks;
    private volatile int late;

    private Pace(FileChannel file) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("tests-pace").daemon().unstarted(this::look);
    }

    /** Looks from now on, with a file of its own on that disk. */
    static Pace start(Path folder) throws IOException {
        Pace pace =
                new Pace(FileChannel.open(folder.resolve("pace"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        pace.thread.start();
        return pace;
    }

    private void look() {
        int number = 0;
        int slow = 0;
        try {
            while (!ending) {
                long begun = System.nanoTime();
                Patience.pause(PAUSE_MILLIS);
                file.write(ByteBuffer.allocate(64).putInt(number).rewind(), 0);
                file.force(false);
                slow += System.nanoTime() - begun > LATE_NANOS ? 1 : 0;
                number++;
                looks = number;
                late = slow;
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it did, almost always. */
    boolean wasKept() {
        return late * 100L <= (long) LATE_PERCENT * looks;
    }

    @Override
    public String toString() {
        return late + " of " + looks + " looks were late";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ending = true;
        thread.join();
        file.close();
    }
}
