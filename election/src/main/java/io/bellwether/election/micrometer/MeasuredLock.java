package io.bellwether.election.micrometer;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.election.micrometer.RequestMeters.Standing;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Measures the requests to a lock, and passes them on.
 *
 * <p>Threads: safe from any thread; what was last seen is one atomic reference.
 */
final class MeasuredLock implements LockStore {

    private final LockStore lock;
    private final RequestMeters meters;
    private final Clock clock;
    private final AtomicReference<Seen> seen;

    /**
     * The record last seen.
     *
     * @param fingerprint of the record; empty while there is none
     * @param changedAtNanos when it was first seen so
     */
    private record Seen(String fingerprint, long changedAtNanos, Standing standing) {}

    MeasuredLock(LockStore lock, RequestMeters meters, Clock clock) {
        this.lock = lock;
        this.meters = meters;
        this.clock = clock;
        this.seen = new AtomicReference<>(new Seen("", clock.nanos(), Standing.FOLLOWING));
    }

    @Override
    public String name() {
        return lock.name();
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        lock.read(timeout, result -> {
            meters.read(result, seen.get().standing());
            if (result instanceof ReadResult.Found found) {
                saw(found.snapshot());
            }
            answer.accept(result);
        });
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        long sentAt = clock.nanos();
        lock.compareAndSet(base, draft, timeout, result -> {
            long now = clock.nanos();
            meters.write(draft.purpose(), result, Duration.ofNanos(now - sentAt));
            if (result instanceof WriteResult.Applied applied) {
                applied(base, draft.purpose(), applied.snapshot(), now);
            }
            answer.accept(result);
        });
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        return lock.watch(after, new WatchListener() {
            @Override
            public void changed(LockSnapshot snapshot) {
                saw(snapshot);
                listener.changed(snapshot);
            }

            @Override
            public void deleted(Optional<LockRevision> revision) {
                seen.set(new Seen("", clock.nanos(), Standing.FOLLOWING));
                listener.deleted(revision);
            }

            @Override
            public void lost(WatchLoss loss) {
                listener.lost(loss);
            }
        });
    }

    private void saw(LockSnapshot snapshot) {
        String fingerprint = snapshot.record().fingerprint();
        Seen before = seen.get();
        if (!before.fingerprint().equals(fingerprint)) {
            boolean unchanged = seen.compareAndSet(before, new Seen(fingerprint, clock.nanos(), Standing.FOLLOWING));
            if (!unchanged) {
                saw(snapshot);
            }
        }
    }

    private void applied(Optional<LockSnapshot> base, Purpose purpose, LockSnapshot made, long now) {
        Standing standing = purpose == Purpose.RELEASE ? Standing.FOLLOWING : Standing.LEADING;
        Seen before = seen.getAndSet(new Seen(made.record().fingerprint(), now, standing));
        if (purpose != Purpose.ACQUIRE || base.isEmpty()) {
            return;
        }
        Duration wait = Duration.ofNanos(Math.max(0, now - before.changedAtNanos()));
        if (base.get().record().isFree()) {
            meters.tookFree(wait);
        } else {
            meters.tookExpired(wait);
        }
    }
}
