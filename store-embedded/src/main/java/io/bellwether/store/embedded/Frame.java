package io.bellwether.store.embedded;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The header of a record of the log: one batch of commits that became durable with one sync, or a mark.
 *
 * <p>Layout, big-endian: magic (4), payload length (4), salt of the segment (8), revision (8), commits (4), chain (4),
 * CRC32C of all that and of the payload (4), zero (4), payload, zeros up to the next multiple of {@link #ALIGNMENT}.
 *
 * <p>The chain is the checksum of the frame before, so a frame that is missing or exchanged breaks it. The salt is
 * random and new in each segment, so neither old bytes of the disk nor a value that imitates a frame are taken for one.
 * A frame begins on a page of its own: a page that holds acknowledged bytes is never written again, whatever a power
 * cut tears.
 *
 * @param revision of its first commit; of a mark: the revision that is compacted, or the newest one at a clean end
 * @param kind the number of commits, or one of the marks
 */
record Frame(int payloadBytes, long salt, long revision, int kind, int chain, int checksum) {

    static final int MAGIC = 0x42574652;
    static final int HEADER_BYTES = 40;
    static final int CHECKED_HEADER_BYTES = 32;
    static final int ALIGNMENT = 4096;

    /** History before {@link #revision} is forgotten. */
    static final int COMPACTION = 0;

    /** The store was closed in order; with it, damage to the last commit before is told from a torn write. */
    static final int CLEAN_END = -1;

    /** No frame is longer: 128 operations with the largest keys and values. */
    private static final int PAYLOAD_LIMIT_BYTES = 256 << 20;

    static int alignedBytes(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** What the frame takes in the file. */
    int sizeBytes() {
        return alignedBytes(HEADER_BYTES + payloadBytes);
    }

    /** The commits in it; 0 for a mark. */
    int commits() {
        return Math.max(kind, 0);
    }

    /** The revision of its last commit. */
    long lastRevision() {
        return revision + commits() - 1;
    }

    /** The header at the buffer's position, if it can be one. */
    static Optional<Frame> parse(ByteBuffer header) {
        if (header.remaining() < HEADER_BYTES || header.getInt() != MAGIC) {
            return Optional.empty();
        }
        Frame frame = new Frame(
                header.getInt(), header.getLong(), header.getLong(), header.getInt(), header.getInt(), header.getInt());
        boolean plausible = frame.payloadBytes >= 0
                && frame.payloadBytes <= PAYLOAD_LIMIT_BYTES
                && frame.revision >= 0
                && frame.kind >= CLEAN_END;
        return plausible ? Optional.of(frame) : Optional.empty();
    }

    /** The checksum of header and payload, which begin at the buffer's position. */
    static int checksum(ByteBuffer frame, int payloadBytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.slice(frame.position(), CHECKED_HEADER_BYTES));
        checksum.update(frame.slice(frame.position() + HEADER_BYTES, payloadBytes));
        return (int) checksum.getValue();
    }
}
