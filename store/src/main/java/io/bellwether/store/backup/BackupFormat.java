package io.bellwether.store.backup;

/**
 * The layout of a backup, all numbers big-endian:
 *
 * <pre>
 * header   magic "BWBACKUP" (8)  version (4)  revision (8)  CRC32C of these 20 bytes (4)
 * block*   length (4, not 0)  CRC32C of the payload (4)  payload: whole entries, in ascending key order
 * trailer  0 (4)  entries (8)  value bytes (8)  CRC32C over the checksums of all blocks, then over these 16 bytes (4)
 * </pre>
 *
 * <p>A block is closed once it has {@link #BLOCK_BYTES} bytes, so only an entry larger than that makes a longer one.
 * The trailer proves that nothing is missing at the end, and its checksum that no block is missing or exchanged.
 */
final class BackupFormat {

    static final long MAGIC = 0x42574241434B5550L;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 24;
    static final int TRAILER_BYTES = 24;
    static final int BLOCK_HEADER_BYTES = 8;

    /** Large enough to make checksum and call cheap, small enough to find one entry with one read. */
    static final int BLOCK_BYTES = 64 * 1024;

    /** No block is longer: one that fills up with the largest entry. */
    static final int BLOCK_LIMIT_BYTES = 2 * 1024 * 1024;

    private BackupFormat() {}
}
