package io.bellwether.store.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.execution.Invariant;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest version and those before it, as far back as their bytes allow.
 *
 * <p>Shape: a ring of commits without gaps, so that the commit of a revision is found by subtraction. What is published
 * together keeps one tree, that after its last commit: a tree for each would cost more than the values. Reading at a
 * revision means taking the tree before it and doing the commits since again; following means taking batches. All of it
 * shares entries and values with the newest tree.
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
    private @Nullable Slot[] ring = new Slot[FIRST_CAPACITY];

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
        Version newestVersion = current;
        if (revision.equals(newestVersion.revision())) {
            return Optional.of(newestVersion);
        }
        List<WatchBatch> since = new ArrayList<>();
        Version before;
        lock.lock();
        try {
            if (oldest.revision().isAfter(revision)) {
                return Optional.empty();
            }
            before = versionBefore(revision, since);
        } finally {
            lock.unlock();
        }
        return Optional.of(since.isEmpty() ? before : redone(before, since, revision));
    }

    /** The last version kept at or before the revision, and what was committed from there to the revision. */
    @GuardedBy("lock")
    private Version versionBefore(Revision revision, List<WatchBatch> since) {
        Version before = oldest;
        for (long past = revision.value(); past > oldest.revision().value(); past--) {
            Slot slot = slot(past);
            if (slot.after().isPresent()) {
                before = slot.after().get();
                break;
            }
            since.add(slot.batch());
        }
        Collections.reverse(since);
        return before;
    }

    private static Version redone(Version before, List<WatchBatch> since, Revision revision) {
        SortedTree tree = before.tree();
        SortedTree.Draft draft = new SortedTree.Draft();
        for (WatchBatch batch : since) {
            for (WatchEvent event : batch.events()) {
                tree = switch (event) {
                    case WatchEvent.Put put -> tree.with(put.current(), draft);
                    case WatchEvent.Delete delete -> tree.without(delete.key());
                };
            }
        }
        return new Version(revision, tree);
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

    /**
     * Makes the commits visible, all at once.
     *
     * @param commits at least one, the first right after the newest revision, without a gap
     * @param after the version after the last of them
     */
    public void publish(List<WatchBatch> commits, Version after) {
        lock.lock();
        try {
            for (WatchBatch commit : commits) {
                boolean last = commit.revision().equals(after.revision());
                append(new Slot(commit, last ? Optional.of(after) : Optional.empty()));
            }
            Invariant.check(newest == after.revision().value(), "the version is that of the last commit: %s", newest);
            while (bytes > limitBytes && oldest.revision().value() < newest) {
                dropOldest(endOfOldest());
            }
            current = after;
        } finally {
            lock.unlock();
        }
    }

    /** Drops versions before the revision, as far as they were not published together with it. */
    public void forgetBefore(Revision revision) {
        lock.lock();
        try {
            while (oldest.revision().value() < newest && endOfOldest() <= revision.value()) {
                dropOldest(endOfOldest());
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void append(Slot slot) {
        long revision = slot.batch().revision().value();
        Invariant.check(revision == newest + 1, "revisions have no gaps: %s follows %s", revision, newest);
        if (revision - oldest.revision().value() > ring.length) {
            grow();
        }
        ring[index(revision)] = slot;
        newest = revision;
        bytes += slot.historyBytes();
    }

    @GuardedBy("lock")
    private void grow() {
        @Nullable Slot[] small = ring;
        ring = new Slot[small.length * 2];
        for (long revision = oldest.revision().value() + 1; revision <= newest; revision++) {
            ring[index(revision)] = small[(int) (revision & (small.length - 1))];
        }
    }

    /** The last revision of what was published together with the oldest commit. */
    @GuardedBy("lock")
    private long endOfOldest() {
        long revision = oldest.revision().value() + 1;
        while (slot(revision).after().isEmpty()) {
            revision++;
        }
        return revision;
    }

    @GuardedBy("lock")
    private void dropOldest(long until) {
        for (long revision = oldest.revision().value() + 1; revision <= until; revision++) {
            Slot slot = slot(revision);
            ring[index(revision)] = null;
            bytes -= slot.historyBytes();
            oldest = slot.after().orElse(oldest);
        }
    }

    @GuardedBy("lock")
    private Slot slot(long revision) {
        Slot slot = ring[index(revision)];
        if (slot == null || slot.batch().revision().value() != revision) {
            throw new InvariantViolation("must hold: the ring has revision " + revision);
        }
        return slot;
    }

    @GuardedBy("lock")
    private int index(long revision) {
        return (int) (revision & (ring.length - 1));
    }
}
