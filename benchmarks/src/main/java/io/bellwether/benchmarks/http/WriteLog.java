package io.bellwether.benchmarks.http;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each write was sent.
 *
 * <p>Threads: safe; the writer notes, watchers read.
 */
final class WriteLog {

    private final AtomicLongArray startedAtNanos;
    private final int warmups;

    /** @param warmups so many writes, the first ones, are not measured */
    WriteLog(int writes, int warmups) {
        this.startedAtNanos = new AtomicLongArray(writes);
        this.warmups = warmups;
    }

    int writes() {
        return startedAtNanos.length();
    }

    int measured() {
        return writes() - warmups;
    }

    boolean isMeasured(long sequence) {
        return sequence >= warmups;
    }

    void started(int sequence, long nanos) {
        startedAtNanos.set(sequence, nanos);
    }

    long startedAt(long sequence) {
        return startedAtNanos.get((int) sequence);
    }
}
