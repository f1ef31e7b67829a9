package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Walks the frames of one file of the log and checks that they are a chain.
 *
 * <p>Where the chain stops there is either a torn write, which nobody was told of, or damage. They are told apart by
 * what follows: a frame is written only after the one before was synced, so a whole frame of this file behind a broken
 * one proves that the broken one was once whole.
 *
 * <p>Threads: one at a time.
 */
final class SegmentScan {

    private final SegmentReader reader;
    private final Segment segment;

    private long offset = Segment.HEADER_BYTES;
    private long next;
    private int chain;

    SegmentScan(SegmentReader reader, Segment segment) {
        this.reader = reader;
        this.segment = segment;
        this.next = segment.first().value();
        this.chain = segment.chain();
    }

    /** Looks again at the place where an earlier scan of the file stopped. */
    SegmentScan(SegmentReader reader, SegmentScan stopped) {
        this.reader = reader;
        this.segment = stopped.segment;
        this.offset = stopped.offset;
        this.next = stopped.next;
        this.chain = stopped.chain;
    }

    Path path() {
        return segment.path();
    }

    /** Where the next frame begins. */
    long offset() {
        return offset;
    }

    /** The checksum of the last frame. */
    int chain() {
        return chain;
    }

    /** The revision of the next commit. */
    Revision next() {
        return new Revision(next);
    }

    /** The next frame of the chain; empty where it stops. */
    Optional<SegmentReader.Read> frame() throws IOException {
        Optional<SegmentReader.Read> read = reader.frame(offset);
        if (read.isEmpty() || !continues(read.get().frame())) {
            return Optional.empty();
        }
        Frame frame = read.get().frame();
        offset += frame.sizeBytes();
        chain = frame.checksum();
        next += frame.commits();
        return read;
    }

    private boolean continues(Frame frame) {
        boolean inOrder = frame.commits() == 0 ? frame.revision() < next : frame.revision() == next;
        return frame.salt() == segment.salt() && frame.chain() == chain && inOrder;
    }

    /** Fails when a frame of this file lies behind the place where the chain stopped. */
    void requireTornEnd() throws IOException {
        for (long behind = offset; behind < reader.sizeBytes(); behind += Frame.ALIGNMENT) {
            Optional<SegmentReader.Read> read = reader.frame(behind);
            if (read.isPresent() && read.get().frame().salt() == segment.salt()) {
                requireGoneOn(behind);
                return;
            }
        }
    }

    private void requireGoneOn(long behind) throws IOException {
        if (!hasGoneOn()) {
            throw new StoreException(
                    Reason.CORRUPT,
                    segment.path() + " is damaged at byte " + offset + ": revision " + next
                            + " is broken, but whole records follow it at byte " + behind,
                    null);
        }
    }

    /** Whether a writer in another process has completed the frame since it was found unfinished. */
    private boolean hasGoneOn() throws IOException {
        reader.refresh();
        Optional<SegmentReader.Read> next = reader.frame(offset);
        return next.isPresent() && continues(next.get().frame());
    }
}
