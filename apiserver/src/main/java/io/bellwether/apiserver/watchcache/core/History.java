package io.bellwether.apiserver.watchcache.core;

import io.bellwether.store.Revision;
import java.util.Optional;

/**
 * The commits of a kind after a revision, as many as the limits allow.
 *
 * <p>Threads: immutable.
 */
public final class History {

    private final Revision floor;
    private final RecentCommits commits;

    private History(Revision floor, RecentCommits commits) {
        this.floor = floor;
        this.commits = commits;
    }

    /** No commits; those after the revision will be here. */
    public static History after(Revision floor) {
        return new History(floor, RecentCommits.NONE);
    }

    /** Whether there are no commits. */
    public boolean isEmpty() {
        return commits.count() == 0;
    }

    /** This and a later commit, without the oldest where there are too many. */
    public History with(Commit commit, HistoryLimits limits) {
        RecentCommits kept = commits.with(commit);
        Revision newFloor = floor;
        while (kept.count() > limits.commits() || (kept.bytes() > limits.bytes() && kept.count() > 1)) {
            newFloor = kept.oldest().revision();
            kept = kept.withoutOldest();
        }
        return new History(newFloor, kept);
    }

    /**
     * The commits after a revision.
     *
     * @return empty when some of them are forgotten
     */
    public Optional<Iterable<Commit>> since(Revision after) {
        return floor.isAfter(after) ? Optional.empty() : Optional.of(commits.after(after));
    }
}
