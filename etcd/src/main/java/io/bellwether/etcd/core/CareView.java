package io.bellwether.etcd.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the supervisor beside the leader knows about the databases of the members.
 *
 * @param databases of every member; the list is copied
 * @param full whether etcd refuses writes because a database has reached its quota
 * @param compacted whether the history was compacted since that began
 * @param defragmented the members whose databases were defragmented since then; the set is copied
 * @param sinceLast time since the last step about a database, or since this supervisor is the one to take them
 */
public record CareView(
        List<Database> databases, Fullness full, Compacted compacted, Set<MemberId> defragmented, Duration sinceLast) {

    /** Copies the collections. */
    public CareView {
        databases = List.copyOf(databases);
        defragmented = Set.copyOf(defragmented);
    }

    /** Whether the history was compacted. */
    public enum Compacted {
        /** It was. */
        YES,
        /** It was not. */
        NO
    }

    /** Whether etcd refuses writes. */
    public enum Fullness {
        /** It does: a database has reached its quota. */
        FULL,
        /** It does not. */
        ROOM
    }

    /** What a member is. */
    public enum Role {
        /** It leads. */
        LEADER,
        /** It does not. */
        OTHER
    }

    /**
     * A member's database.
     *
     * @param sizeBytes of its file
     * @param usedBytes of it that are not free
     * @param reads whether it answers a read at once, which it does not while it is being defragmented
     */
    public record Database(MemberId member, Role role, long sizeBytes, long usedBytes, Reads reads) {

        /** How much of the file is free, in percent, rounded down. */
        int freePercent() {
            return sizeBytes <= 0 ? 0 : (int) (100 * Math.max(0, sizeBytes - usedBytes) / sizeBytes);
        }
    }

    /** Whether a member answers reads. */
    public enum Reads {
        /** It does. */
        YES,
        /** It does not, or does not answer at all. */
        NO
    }
}
