package io.bellwether.store.embedded;

import io.bellwether.execution.Invariant;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds frames in one buffer that is used again and again.
 *
 * <p>Payload, per commit: operations (4), then per operation: kind (1), key length (2), key, modRevision of the entry
 * it replaces or 0 (8), and for a put: createRevision (8), value length (4), value. The revision that is replaced leads
 * back to the version before, which is how history is read from the disk.
 *
 * <p>Threads: one at a time.
 */
final class FrameEncoder {

    static final byte PUT = 1;
    static final byte DELETE = 2;

    private static final int INITIAL_BYTES = 1 << 20;

    /** A larger buffer is given back after use. */
    private static final int KEPT_BYTES = 16 << 20;

    private static final byte[] ZEROS = new byte[Frame.ALIGNMENT];

    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private long revision;
    private int commits;

    /** Begins a batch whose first commit has the revision. */
    void begin(Revision first) {
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
        }
        buffer.clear().position(Frame.HEADER_BYTES);
        revision = first.value();
        commits = 0;
    }

    /** The bytes of the batch so far. */
    int sizeBytes() {
        return buffer.position();
    }

    /** Adds the next commit. */
    void add(WatchBatch commit) {
        commits++;
        reserve(Integer.BYTES);
        buffer.putInt(commit.events().size());
        for (WatchEvent event : commit.events()) {
            switch (event) {
                case WatchEvent.Put put -> {
                    KeyValue entry = put.current();
                    operation(
                            PUT,
                            entry,
                            put.previous().map(KeyValue::modRevision).orElse(Revision.NONE));
                    reserve(Long.BYTES + Integer.BYTES + entry.value().size());
                    buffer.putLong(entry.createRevision().value());
                    buffer.putInt(entry.value().size()).put(entry.value().shared());
                }
                case WatchEvent.Delete delete ->
                    operation(DELETE, delete.previous(), delete.previous().modRevision());
            }
        }
    }

    private void operation(byte kind, KeyValue entry, Revision replaced) {
        byte[] key = entry.key().value().getBytes(StandardCharsets.UTF_8);
        reserve(Byte.BYTES + Short.BYTES + key.length + Long.BYTES);
        buffer.put(kind).putShort((short) key.length).put(key).putLong(replaced.value());
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.toIntExact(Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes));
            ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
            larger.put(buffer.flip());
            buffer = larger;
        }
    }

    /** Ends the batch; the frame lies between the answered buffer's position and limit. */
    ByteBuffer end(long salt, int chain) {
        Invariant.check(commits > 0, "a batch has commits: %s", commits);
        return frame(salt, chain, revision, commits);
    }

    /** A frame without commits. */
    ByteBuffer mark(int kind, Revision at, long salt, int chain) {
        buffer.clear().position(Frame.HEADER_BYTES);
        return frame(salt, chain, at.value(), kind);
    }

    private ByteBuffer frame(long salt, int chain, long at, int kind) {
        int payload = buffer.position() - Frame.HEADER_BYTES;
        int size = Frame.alignedBytes(buffer.position());
        reserve(size - buffer.position());
        buffer.put(ZEROS, 0, size - buffer.position());
        buffer.flip();
        buffer.putInt(0, Frame.MAGIC).putInt(4, payload).putLong(8, salt).putLong(16, at);
        buffer.putInt(24, kind).putInt(28, chain).putInt(36, 0);
        buffer.putInt(32, Frame.checksum(buffer, payload));
        return buffer;
    }

    /** The checksum in a frame made here. */
    static int checksumOf(ByteBuffer frame) {
        return frame.getInt(32);
    }
}
