package io.bellwether.etcd.member;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a member's database is looked after.
 *
 * @param snapshots when they are saved; empty: never
 * @param quotaBytes the size of the database at which etcd refuses writes
 * @param compaction how long earlier versions of keys are kept
 * @param defragmentation when free space is given back to the disk
 * @param comparison how often the members' keys are compared
 */
public record Care(
        Optional<Schedule> snapshots,
        long quotaBytes,
        Duration compaction,
        Defragmentation defragmentation,
        Duration comparison) {

    /** etcd's own default, and what it suggests to stay below. */
    private static final long QUOTA_BYTES = 2L << 30;

    private static final long DEFRAGMENTED_FROM_BYTES = 64L << 20;

    /** What applies when nobody says anything: no snapshots. */
    public static final Care DEFAULT = new Care(
            Optional.empty(),
            QUOTA_BYTES,
            Duration.ofHours(1),
            new Defragmentation(DEFRAGMENTED_FROM_BYTES, 50),
            Duration.ofMinutes(10));

    /** Refuses what etcd would. */
    public Care {
        if (quotaBytes < 1 || compaction.toSeconds() < 1) {
            throw new IllegalArgumentException("a database has room and a history");
        }
    }

    /**
     * When snapshots are saved.
     *
     * @param folder on this machine; made where it is missing
     * @param interval between two of them
     * @param count how many are kept, at least 1
     */
    public record Schedule(Path folder, Duration interval, int count) {

        /** Refuses impossible ones. */
        public Schedule {
            if (interval.toMillis() < 1 || count < 1) {
                throw new IllegalArgumentException("snapshots are saved now and then, and one at least is kept");
            }
        }
    }

    /**
     * When a database is defragmented.
     *
     * @param fromBytes its least size
     * @param freePercent how much of it must be free, 1 to 99
     */
    public record Defragmentation(long fromBytes, int freePercent) {

        /** Refuses impossible ones. */
        public Defragmentation {
            if (freePercent < 1 || freePercent > 99) {
                throw new IllegalArgumentException("1 to 99 percent, not " + freePercent);
            }
        }
    }

    /** With snapshots. */
    public Care with(Schedule schedule) {
        return new Care(Optional.of(schedule), quotaBytes, compaction, defragmentation, comparison);
    }
}
