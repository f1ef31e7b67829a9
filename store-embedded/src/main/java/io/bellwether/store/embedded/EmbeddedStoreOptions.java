package io.bellwether.store.embedded;

import io.bellwether.execution.Clock;
import io.bellwether.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What an embedded store needs and how much it keeps.
 *
 * @param dataDir the directory of the store's files; created, mode 0700, when it is missing
 * @param clock times the automatic compaction
 * @param random makes the salts that tell this log's records from old bytes on the disk
 * @param threads runs two tasks that last as long as the store, the writer and the housekeeper, and a short one for
 *     each file of the log; they block on the disk, so it gives each a platform thread
 * @param watchExecutor runs the deliveries of watches; give it virtual threads
 * @param onFailure told once, on the writer's thread, that an I/O error ended writing: the process should exit
 * @param limits how much is kept
 */
public record EmbeddedStoreOptions(
        Path dataDir,
        Clock clock,
        RandomGenerator random,
        Executor threads,
        Executor watchExecutor,
        Consumer<StoreException> onFailure,
        Limits limits) {

    public EmbeddedStoreOptions {
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(limits, "limits");
    }

    /** The options with other limits. */
    public EmbeddedStoreOptions withLimits(Limits changed) {
        return new EmbeddedStoreOptions(dataDir, clock, random, threads, watchExecutor, onFailure, changed);
    }

    /**
     * How much is kept, and in what portions.
     *
     * @param historyHeapBytes heap for superseded versions; older ones are read from the disk
     * @param historyAge history older than this is compacted, once it is twice as old at the latest
     * @param historyDiskBytes log kept for history; when there is more, the older part is compacted whatever its age
     * @param segmentBytes the largest file of the log; the first ones are smaller
     * @param baseSpacingBytes log written since the last base before a new one is worthwhile; at least half of the live
     *     bytes are waited for in any case
     * @param ballastBytes space held back so that deletes go on when the disk is full
     */
    public record Limits(
            long historyHeapBytes,
            Duration historyAge,
            long historyDiskBytes,
            long segmentBytes,
            long baseSpacingBytes,
            long ballastBytes) {

        /** 64 MiB of heap, 5 minutes or 1 GiB of log, segments and base spacing of 64 MiB, 2 MiB of ballast. */
        public static final Limits DEFAULT =
                new Limits(64L << 20, Duration.ofMinutes(5), 1L << 30, 64L << 20, 64L << 20, 2L << 20);

        public Limits {
            if (historyHeapBytes < 0
                    || historyDiskBytes < 0
                    || segmentBytes < Segment.SMALLEST_BYTES
                    || baseSpacingBytes < 0
                    || ballastBytes < 0) {
                throw new IllegalArgumentException(
                        "limits are not negative, and a segment has at least " + Segment.SMALLEST_BYTES + " bytes");
            }
        }
    }
}
