package io.bellwether.election;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRecord.Coordination;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One lock as our API server keeps it: a register with compare-and-set and a fencing token that grows whenever the
 * holder, acquireTime or the transitions change, and at deletion.
 *
 * <p>Threads: the caller serializes.
 */
final class LockRegister {

    /** What a change left behind: a version, or the absence of one. */
    record Change(LockRevision revision, Optional<LockSnapshot> snapshot) {}

    /** Hears of each change. */
    interface Feed {
        void changed(Change change);
    }

    /** Earlier versions that a lagging replica may still serve, or a backup may hold. */
    private static final int HISTORY = 16;

    private record Version(long revision, long token, Optional<LockSnapshot> snapshot) {}

    private final List<Feed> feeds = new ArrayList<>();
    private final ArrayDeque<Version> history = new ArrayDeque<>();
    private long revision = 100;
    private long token;
    private long lives;
    private @Nullable LockSnapshot current;

    void feed(Feed feed) {
        feeds.add(feed);
    }

    void unfeed(Feed feed) {
        feeds.remove(feed);
    }

    long token() {
        return token;
    }

    long revision() {
        return revision;
    }

    Optional<LockSnapshot> current() {
        return Optional.ofNullable(current);
    }

    ReadResult read() {
        return current == null ? new ReadResult.Missing() : new ReadResult.Found(current);
    }

    /** A version that was current a short while ago. */
    ReadResult readEarlier(RandomGenerator random) {
        return earlier(random)
                .flatMap(Version::snapshot)
                .<ReadResult>map(ReadResult.Found::new)
                .orElseGet(this::read);
    }

    /** The store is restored from a backup, and nobody is told: revisions and tokens go back. */
    void restore(RandomGenerator random) {
        earlier(random).ifPresent(version -> {
            history.clear();
            revision = version.revision();
            token = version.token();
            current = version.snapshot().orElse(null);
        });
    }

    /** The same as our own store does it: what it says goes back, revisions and tokens go on. */
    void restoreWithFloor(RandomGenerator random) {
        earlier(random).flatMap(Version::snapshot).ifPresent(snapshot -> {
            history.clear();
            current = null;
            put(snapshot.record());
        });
    }

    private Optional<Version> earlier(RandomGenerator random) {
        return history.stream()
                .skip(history.isEmpty() ? 0 : random.nextInt(history.size()))
                .findFirst();
    }

    WriteResult compareAndSet(Optional<LockSnapshot> base, LockDraft draft) {
        boolean matches = current == null
                ? base.isEmpty()
                : base.isPresent()
                        && base.get().revision().equals(current.revision())
                        && base.get().uid().equals(current.uid());
        if (!matches) {
            // As over HTTP: an update of what is gone says so, any other conflict does not show what is there.
            return new WriteResult.Conflict(current == null ? Optional.of(new ReadResult.Missing()) : Optional.empty());
        }
        Optional<LockRecord> before = current().map(LockSnapshot::record);
        Coordination coordination = before.map(LockRecord::coordination).orElse(Coordination.NONE);
        return new WriteResult.Applied(put(coordinated(draft.over(before), coordination)));
    }

    /** The same record with what a coordinator says in it. */
    static LockRecord coordinated(LockRecord record, Coordination coordination) {
        LockRecord own = LockRecord.of(
                record.holder(),
                record.durationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                record.transitions(),
                record.marks());
        return new LockRecord(
                own.holder(),
                own.durationSeconds(),
                own.acquireTime(),
                own.renewTime(),
                own.transitions(),
                own.marks(),
                coordination,
                own.fingerprint() + "|" + coordination.strategy() + "|" + coordination.preferredHolder());
    }

    /** An outsider writes the record, whether there was one or not. */
    void write(LockRecord record) {
        put(record);
    }

    /** An outsider edits the record; no effect when there is none. */
    void edit(UnaryOperator<LockRecord> change) {
        if (current != null) {
            put(change.apply(current.record()));
        }
    }

    /** An outsider deletes the lock; no effect when there is none. */
    void delete() {
        if (current != null) {
            remember();
            current = null;
            token++;
            announce(new Change(LockRevision.of(++revision), Optional.empty()));
        }
    }

    private LockSnapshot put(LockRecord record) {
        remember();
        boolean newTerm = current == null
                || !current.record().holder().equals(record.holder())
                || !current.record().acquireTime().equals(record.acquireTime())
                || current.record().transitions() != record.transitions();
        token += newTerm ? 1 : 0;
        String uid = current == null ? "uid-" + ++lives : current.uid();
        LockSnapshot next = new LockSnapshot(LockRevision.of(++revision), uid, record, OptionalLong.of(token), record);
        current = next;
        announce(new Change(next.revision(), Optional.of(next)));
        return next;
    }

    private void remember() {
        history.addLast(new Version(revision, token, current()));
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
    }

    private void announce(Change change) {
        List.copyOf(feeds).forEach(feed -> feed.changed(change));
    }
}
