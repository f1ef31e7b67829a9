package io.bellwether.etcd.core;

import io.bellwether.etcd.core.CareView.Compacted;
import io.bellwether.etcd.core.CareView.Database;
import io.bellwether.etcd.core.CareView.Fullness;
import io.bellwether.etcd.core.CareView.Reads;
import io.bellwether.etcd.core.CareView.Role;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps databases small: defragments one at a time, the leader's last, and, when the quota is reached, compacts first
 * and lets the cluster write again where that made room.
 *
 * <p>A member that is being defragmented answers no read. So a step is taken only while every member answers one, and
 * two supervisors that both believe to be beside the leader do not take two members away; the pause covers the moment
 * in between.
 */
public final class CarePlanner {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** After a compaction that made no room the next attempt waits: only people can delete keys. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /** Of the quota that must be free before writes are let in again: else they would be refused soon. */
    private static final int ROOM_PERCENT = 10;

    private static final int HUNDRED = 100;

    private final long quotaBytes;
    private final long fromBytes;
    private final int freePercent;

    /**
     * The rules.
     *
     * @param quotaBytes at which etcd refuses writes
     * @param fromBytes the least size of a database that is defragmented
     * @param freePercent how much of it must be free for that
     */
    public CarePlanner(long quotaBytes, long fromBytes, int freePercent) {
        this.quotaBytes = quotaBytes;
        this.fromBytes = fromBytes;
        this.freePercent = freePercent;
    }

    /** The next step. */
    public CarePlan plan(CareView view) {
        if (view.databases().stream().anyMatch(database -> database.reads() == Reads.NO)) {
            return new CarePlan.Rest("a member does not answer reads");
        }
        if (view.sinceLast().compareTo(PAUSE) < 0) {
            return new CarePlan.Rest("the last step was just now");
        }
        return view.full() == Fullness.FULL ? makeRoom(view) : defragment(view);
    }

    private CarePlan makeRoom(CareView view) {
        if (view.compacted() == Compacted.NO) {
            return new CarePlan.Compact("the quota is reached: the history goes");
        }
        Optional<Database> next = inOrder(view).stream()
                .filter(database -> !hasRoom(database.sizeBytes()))
                .filter(database -> !view.defragmented().contains(database.member()))
                .findFirst();
        if (next.isPresent()) {
            // How much is free is not known: while writes are refused etcd does not count it anew.
            return new CarePlan.Defragment(
                    next.get().member(),
                    "the quota is reached, and the history of member "
                            + next.get().member() + " is compacted");
        }
        if (view.databases().stream().allMatch(database -> hasRoom(database.sizeBytes()))) {
            return new CarePlan.Disarm("every database has room again");
        }
        return view.sinceLast().compareTo(AGAIN) >= 0
                ? new CarePlan.Compact("the quota is reached: keys may have been deleted meanwhile")
                : new CarePlan.Rest("the quota is reached, and what is kept needs it: delete keys, or raise the quota");
    }

    private boolean hasRoom(long bytes) {
        return bytes <= quotaBytes / HUNDRED * (HUNDRED - ROOM_PERCENT);
    }

    private CarePlan defragment(CareView view) {
        return inOrder(view).stream()
                .filter(database -> database.sizeBytes() >= fromBytes && database.freePercent() >= freePercent)
                .findFirst()
                .<CarePlan>map(database -> new CarePlan.Defragment(database.member(), free(database)))
                .orElseGet(() -> new CarePlan.Rest("no database has much free space"));
    }

    private static String free(Database database) {
        return database.freePercent() + " % of the " + database.sizeBytes() + " bytes of member " + database.member()
                + " are free";
    }

    private static List<Database> inOrder(CareView view) {
        return view.databases().stream()
                .sorted(Comparator.comparing((Database database) -> database.role() == Role.LEADER)
                        .thenComparing(Database::member))
                .toList();
    }
}
