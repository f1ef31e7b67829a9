package io.bellwether.store.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.execution.Invariant;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest version and those before it, as far back as their bytes allow.
 *
 * <p>Shape: a ring of commits without gaps, so that the commit of a revision is found by subtraction. Reading at a
 * revision means taking the tree its commit left; following means taking batches. One structure serves both, and shares
 * entries and values with the newest tree.
 *
 * <p>Units and limits: bounded in bytes of the heap that only history keeps (superseded values, copied nodes); at the
 * bound the oldest commits are dropped.
 *
 * <p>Threads: one writer publishes; any thread reads. {@link #current} is one volatile read.
 */
public final class History {

    private static final int FIRST_CAPACITY = 1024;

    private final long limitBytes;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Version current;

    @GuardedBy("lock")
    private @Nullable Commit[] ring = new Commit[FIRST_CAPACITY];

    /** The version right before the first commit in the ring. */
    @GuardedBy("lock")
    private Version oldest;

    /** The revision of the last commit in the ring; {@link #current} reaches it at the end of a publication. */
    @GuardedBy("lock")
    private long newest;

    @GuardedBy("lock")
    private long bytes;

    /** A history that begins with the version and keeps at most {@code limitBytes} beyond what is live. */
    public History(Version start, long limitBytes) {
        Invariant.check(limitBytes >= 0, "a limit in bytes is 0 or more: %s", limitBytes);
        this.limitBytes = limitBytes;
        this.current = start;
        this.oldest = start;
        this.newest = start.revision().value();
    }

    /** The newest version. */
    public Version current() {
        return current;
    }

    /** The oldest revision that is here. */
    public Revision oldest() {
        lock.lock();
        try {
            return oldest.revision();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest version that is here. */
    public Version oldestVersion() {
        lock.lock();
        try {
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /** The version of that revision, which is not in the future; empty when it is older than what is kept. */
    public Optional<Version> at(Revision revision) {
        Version newest = current;
        if (revision.equals(newest.revision())) {
            return Optional.of(newest);
        }
        lock.lock();
        try {
            if (oldest.revision().isAfter(revision)) {
                return Optional.empty();
            }
            return Optional.of(
                    revision.equals(oldest.revision())
                            ? oldest
                            : slot(revision.value()).after());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The batches right after the revision, at most {@code limit}; none when the revision is the newest or in the
     * future; empty when the revision is older than what is kept.
     */
    public Optional<List<WatchBatch>> after(Revision revision, int limit) {
        if (revision.compareTo(current.revision()) >= 0) {
            return Optional.of(List.of());
        }
        lock.lock();
        try {
            if (oldest.revision().isAfter(revision)) {
                return Optional.empty();
            }
            long last = Math.min(newest, revision.value() + limit);
            List<WatchBatch> batches = new ArrayList<>((int) (last - revision.value()));
            for (long next = revision.value() + 1; next <= last; next++) {
                batches.add(slot(next).batch());
            }
            return Optional.of(batches);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the commits visible, all at once; they follow the newest revision without a gap. */
    public void publish(List<Commit> commits) {
        lock.lock();
        try {
            for (Commit commit : commits) {
                append(commit);
            }
            while (bytes > limitBytes && oldest.revision().value() < newest) {
                dropOldest();
            }
            current = commits.get(commits.size() - 1).after();
        } finally {
            lock.unlock();
        }
    }

    /** Drops every version before the revision, which is not in the future. */
    public void forgetBefore(Revision revision) {
        lock.lock();
        try {
            while (revision.isAfter(oldest.revision())) {
                dropOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void append(Commit commit) {
        long revision = commit.after().revision().value();
        Invariant.check(revision == newest + 1, "revisions have no gaps: %s follows %s", revision, newest);
        if (revision - oldest.revision().value() > ring.length) {
            grow();
        }
        ring[index(revision)] = commit;
        newest = revision;
        bytes += commit.historyBytes();
    }

    @GuardedBy("lock")
    private void grow() {
        @Nullable Commit[] small = ring;
        ring = new Commit[small.length * 2];
        for (long revision = oldest.revision().value() + 1; revision <= newest; revision++) {
            ring[index(revision)] = small[(int) (revision & (small.length - 1))];
        }
    }

    @GuardedBy("lock")
    private void dropOldest() {
        long revision = oldest.revision().value() + 1;
        Commit commit = slot(revision);
        ring[index(revision)] = null;
        oldest = commit.after();
        bytes -= commit.historyBytes();
    }

    @GuardedBy("lock")
    private Commit slot(long revision) {
        Commit commit = ring[index(revision)];
        if (commit == null || commit.after().revision().value() != revision) {
            throw new InvariantViolation("must hold: the ring has revision " + revision);
        }
        return commit;
    }

    @GuardedBy("lock")
    private int index(long revision) {
        return (int) (revision & (ring.length - 1));
    }
}
