package io.bellwether.store.embedded;

import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads frames of one file of the log, some way ahead: a read of the file for each frame would take most of the time of
 * an opening.
 *
 * <p>Threads: one at a time. Plain file reads on purpose: a channel would be closed by the interruption of a caller.
 */
final class SegmentReader implements AutoCloseable {

    /** For whoever reads the whole file. */
    static final int FAR_AHEAD_BYTES = 1 << 20;

    /** For whoever looks for one frame from a known place near it. */
    static final int NEAR_AHEAD_BYTES = 64 << 10;

    private final Path path;
    private final RandomAccessFile file;
    private final int aheadBytes;

    /** Part of the file, at {@link #windowOffset}. */
    private byte[] window = new byte[0];

    private long windowOffset;

    /** A frame that passed its checksum, and its payload. */
    record Read(Frame frame, ByteBuffer payload) {}

    SegmentReader(Path path, int aheadBytes) throws IOException {
        this.path = path;
        this.aheadBytes = aheadBytes;
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    long sizeBytes() throws IOException {
        return file.length();
    }

    /** The header of the file, if it is whole. */
    Optional<Segment> header() throws IOException {
        return Segment.parse(path, bytes(0, Segment.HEADER_BYTES));
    }

    /** The frame at the offset; empty when there is no whole one. */
    Optional<Read> frame(long offset) throws IOException {
        Optional<Frame> frame = Frame.parse(bytes(offset, Frame.HEADER_BYTES));
        if (frame.isEmpty()) {
            return Optional.empty();
        }
        int size = Frame.HEADER_BYTES + frame.get().payloadBytes();
        ByteBuffer whole = bytes(offset, size);
        if (whole.remaining() < size
                || Frame.checksum(whole, frame.get().payloadBytes())
                        != frame.get().checksum()) {
            return Optional.empty();
        }
        return Optional.of(new Read(
                frame.get(), whole.slice(Frame.HEADER_BYTES, frame.get().payloadBytes())));
    }

    /** The frame at an offset where one was written. */
    Read require(long offset) {
        try {
            return frame(offset)
                    .orElseThrow(() -> new StoreException(
                            Reason.CORRUPT, path + " is damaged: no whole record at byte " + offset, null));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Forgets what was read ahead: another process may have written since. */
    void refresh() {
        window = new byte[0];
    }

    private ByteBuffer bytes(long offset, int length) throws IOException {
        if (offset < windowOffset || offset + length > windowOffset + window.length) {
            fill(offset, Math.max(length, aheadBytes));
        }
        int start = (int) (offset - windowOffset);
        return ByteBuffer.wrap(window, start, Math.min(length, window.length - start))
                .slice();
    }

    /** Into a new array: frames that were handed out lie in the old one. */
    private void fill(long offset, int most) throws IOException {
        long available = Math.min(most, Math.max(0, file.length() - offset));
        window = new byte[(int) available];
        windowOffset = offset;
        file.seek(offset);
        file.readFully(window);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
