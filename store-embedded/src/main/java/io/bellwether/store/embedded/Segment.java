package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The header of a file of the log, in a page of its own: magic (8), format (4), salt (8), first revision (8), chain
 * (4), CRC32C (4).
 *
 * @param first the revision of the first commit that may be in it
 * @param chain the checksum of the last frame before it
 */
record Segment(Path path, long salt, Revision first, int chain) {

    static final long MAGIC = 0x42574C4F47303031L;
    static final int FORMAT = 1;
    static final int HEADER_BYTES = Frame.ALIGNMENT;

    /**
     * The first segment is this small so that an idle store is; each further one is twice as large as the one before.
     */
    static final long FIRST_BYTES = 1 << 20;

    /** Smaller than this no segment is made, also when the disk is nearly full. */
    static final long SMALLEST_BYTES = 64 << 10;

    private static final int CHECKED_BYTES = 32;

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocateDirect(HEADER_BYTES);
        header.putLong(MAGIC)
                .putInt(FORMAT)
                .putLong(salt)
                .putLong(first.value())
                .putInt(chain);
        header.putInt(checksum(header));
        return header.clear();
    }

    static Optional<Segment> parse(Path path, ByteBuffer header) {
        if (header.remaining() < HEADER_BYTES || header.getLong() != MAGIC || header.getInt() != FORMAT) {
            return Optional.empty();
        }
        long salt = header.getLong();
        long first = header.getLong();
        int chain = header.getInt();
        return header.getInt() == checksum(header) && first > 0
                ? Optional.of(new Segment(path, salt, new Revision(first), chain))
                : Optional.empty();
    }

    private static int checksum(ByteBuffer header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header.slice(0, CHECKED_BYTES));
        return (int) checksum.getValue();
    }
}
