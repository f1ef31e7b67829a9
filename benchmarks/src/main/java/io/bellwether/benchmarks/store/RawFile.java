package io.bellwether.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * The yardstick: one thread appends whatever values wait, each with its length and checksum, and syncs once for all of
 * them. No keys, no index, no revisions.
 */
final class RawFile implements Contender {

    /** Whether the file grows with each write or has its size before. */
    enum Kind {
        APPEND,
        PREALLOCATED
    }

    private static final int PREALLOCATED_BYTES = 256 << 20;
    private static final int BATCH_LIMIT = 1024;

    private record Pending(ByteBuffer value, CompletableFuture<Boolean> done) {}

    private final Path path;
    private final FileChannel file;
    private final int limitBytes;
    private final ArrayBlockingQueue<Pending> queue = new ArrayBlockingQueue<>(BATCH_LIMIT);
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 20);
    private long offset;

    RawFile(Path path, Kind kind, Executor threads) throws IOException {
        this.path = path;
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.limitBytes = kind == Kind.PREALLOCATED ? PREALLOCATED_BYTES : Integer.MAX_VALUE;
        if (kind == Kind.PREALLOCATED) {
            preallocate();
        }
        threads.execute(this::run);
    }

    private void preallocate() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long at = 0; at < PREALLOCATED_BYTES; at += zeros.capacity()) {
            zeros.clear();
            file.write(zeros, at);
        }
        file.force(true);
    }

    @Override
    public void write(int writer, int number, byte[] value) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        put(new Pending(ByteBuffer.wrap(value), done));
        done.join();
    }

    private void put(Pending pending) {
        try {
            queue.put(pending);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a writer was interrupted", interrupted);
        }
    }

    private void run() {
        try {
            while (batch()) {
                offset = offset > limitBytes - buffer.capacity() ? 0 : offset;
            }
            ended.complete(true);
        } catch (IOException | InterruptedException broken) {
            ended.completeExceptionally(broken);
        }
    }

    private boolean batch() throws IOException, InterruptedException {
        List<Pending> batch = new ArrayList<>();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_LIMIT - 1);
        CRC32C checksum = new CRC32C();
        buffer.clear();
        for (Pending pending : batch) {
            checksum.reset();
            checksum.update(pending.value().duplicate());
            buffer.putInt(pending.value().remaining())
                    .putInt((int) checksum.getValue())
                    .put(pending.value().duplicate());
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            offset += file.write(buffer, offset);
        }
        file.force(false);
        batch.forEach(pending -> pending.done().complete(true));
        return batch.get(batch.size() - 1).value().hasRemaining();
    }

    @Override
    public void close() {
        put(new Pending(ByteBuffer.allocate(0), new CompletableFuture<>()));
        ended.join();
        try {
            file.close();
            Files.delete(path);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
