package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log, where frames are appended.
 *
 * <p>Each opening begins a new file, so that whatever a crash left behind the last whole frame is never written to
 * again.
 *
 * <p>Threads: the writer's, but for {@link #writtenBytes}.
 *
 * <p>Errors: an {@link IOException} means that nobody knows what is on the disk: the log must not be used any more.
 */
final class Log implements AutoCloseable {

    /** Who may use the space that is held back. */
    enum Reserve {
        KEEP,
        USE
    }

    /** The next file is ordered after this part of the present one: the rest of it is the time that the making has. */
    private static final int ORDERED_AFTER = 8;

    private final DataDirectory directory;
    private final Space space;
    private final Spares spares;
    private final RandomGenerator random;
    private final Positions positions;
    private final Catalogue catalogue;
    private final long segmentBytes;

    private @Nullable FileChannel channel;
    private Path path;
    private long salt;
    private int chain;
    private long offset;

    /** Bytes of the current file. */
    private long capacity;

    /** Bytes of the next file, if it is made in time. */
    private long nextBytes;

    /** Whether the next file has been ordered. */
    private boolean ordered;

    private final AtomicLong writtenBytes = new AtomicLong();

    Log(
            DataDirectory directory,
            Space space,
            Spares spares,
            RandomGenerator random,
            Positions positions,
            Catalogue catalogue,
            long segmentBytes,
            int chain) {
        this.directory = directory;
        this.path = directory.path();
        this.space = space;
        this.spares = spares;
        this.random = random;
        this.positions = positions;
        this.catalogue = catalogue;
        this.segmentBytes = segmentBytes;
        this.chain = chain;
        this.nextBytes = Math.min(segmentBytes, Segment.FIRST_BYTES);
    }

    /** Whether there is a file that this opening began. */
    boolean hasFile() {
        return channel != null;
    }

    /** Bytes of frames since the store was opened. */
    long writtenBytes() {
        return writtenBytes.get();
    }

    /** Appends the encoder's batch and syncs: the commits up to {@code last} are durable when this returns. */
    void append(FrameEncoder encoder, Revision first, Reserve reserve) throws IOException {
        makeRoom(Frame.alignedBytes(encoder.sizeBytes()), first, reserve);
        long place = offset;
        write(encoder.end(salt, chain));
        positions.add(first.value(), path, place);
    }

    /** Appends a mark and syncs. */
    void mark(FrameEncoder encoder, int kind, Revision at, Revision next) throws IOException {
        makeRoom(Frame.ALIGNMENT, next, Reserve.USE);
        write(encoder.mark(kind, at, salt, chain));
    }

    private void write(ByteBuffer frame) throws IOException {
        FileChannel file = requireOpen();
        int checksum = FrameEncoder.checksumOf(frame);
        int size = frame.remaining();
        try {
            for (long at = offset; frame.hasRemaining(); ) {
                at += file.write(frame, at);
            }
        } catch (IOException refused) {
            // Nothing was synced, so nothing can have been lost: the next frame goes to the same place.
            if (space.isFull(size)) {
                throw space.full(size, refused);
            }
            throw refused;
        }
        file.force(false);
        offset += size;
        chain = checksum;
        writtenBytes.addAndGet(size);
        orderNext();
    }

    private void orderNext() {
        if (!ordered && offset > capacity / ORDERED_AFTER) {
            ordered = true;
            spares.order(nextBytes);
        }
    }

    private FileChannel requireOpen() throws IOException {
        if (channel == null) {
            throw new IOException("the log has no open file");
        }
        return channel;
    }

    private void makeRoom(long bytes, Revision first, Reserve reserve) throws IOException {
        if (channel == null || offset + bytes > capacity) {
            begin(take(Segment.HEADER_BYTES + bytes, reserve), first);
        }
    }

    private Spares.Spare take(long least, Reserve reserve) throws IOException {
        Optional<Spares.Spare> ready = spares.take();
        if (ready.isPresent() && ready.get().sizeBytes() >= least) {
            return ready.get();
        }
        if (ready.isPresent()) {
            Files.deleteIfExists(ready.get().path());
        }
        long smallest = Math.max(Segment.SMALLEST_BYTES, least);
        try {
            // Whatever size is due: callers wait for this one.
            return spares.allocated(Math.max(Math.min(nextBytes, Segment.FIRST_BYTES), least), smallest);
        } catch (StoreException full) {
            if (reserve == Reserve.KEEP || full.reason() != Reason.NO_SPACE || !space.dropBallast()) {
                throw full;
            }
            return spares.allocated(smallest, smallest);
        }
    }

    /**
     * Makes the file the log's newest. Its header has a sync of its own, before it gets its name: a disk may keep the
     * first frame and lose the header, if both wait for the same sync, and that could not be told from damage.
     */
    private void begin(Spares.Spare file, Revision first) throws IOException {
        Segment segment = new Segment(directory.segment(first), random.nextLong(), first, chain);
        closeFile();
        FileChannel opened = FileChannel.open(file.path(), StandardOpenOption.WRITE);
        channel = opened;
        ByteBuffer header = segment.header();
        while (header.hasRemaining()) {
            opened.write(header, header.position());
        }
        opened.force(false);
        directory.rename(file.path(), segment.path());
        path = segment.path();
        salt = segment.salt();
        offset = Segment.HEADER_BYTES;
        capacity = file.sizeBytes();
        nextBytes = capacity < nextBytes ? nextBytes : Math.min(segmentBytes, 2 * nextBytes);
        ordered = false;
        catalogue.add(new LogFile(path, first, file.sizeBytes()));
    }

    private void closeFile() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }

    /** Closes the file without another sync: what was acknowledged has been synced. */
    @Override
    public void close() throws IOException {
        closeFile();
    }
}
