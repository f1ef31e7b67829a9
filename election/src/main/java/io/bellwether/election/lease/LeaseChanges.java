package io.bellwether.election.lease;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.apimachinery.ApiObject;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a stream of Leases has said and nobody has taken yet: of each Lease the newest.
 *
 * <p>Units and limits: as many as there are Leases.
 *
 * <p>Threads: one thread puts, another one takes; the lock covers the fields only.
 */
final class LeaseChanges {

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private Batch waiting = Batch.empty();

    @GuardedBy("lock")
    private boolean announced;

    /** The newest word on a Lease. */
    record Change(ApiObject lease, Kind kind) {

        /** What happened. */
        enum Kind {
            PRESENT,
            DELETED
        }

        boolean isDeletion() {
            return kind == Kind.DELETED;
        }
    }

    /**
     * What is taken at once.
     *
     * @param newest by the Lease's name; belongs to the taker
     * @param listedAt the version of the whole list, when the batch contains it: nothing was known before
     * @param loss when the stream has ended
     */
    record Batch(Map<String, Change> newest, Optional<LockRevision> listedAt, Optional<WatchLoss> loss) {

        static Batch empty() {
            return new Batch(new HashMap<>(), Optional.empty(), Optional.empty());
        }
    }

    /** Puts one in; answers whether the taker must be told, because it has not been since it last took. */
    boolean put(Change change) {
        lock.lock();
        try {
            waiting.newest().put(change.lease().name(), change);
            return announce();
        } finally {
            lock.unlock();
        }
    }

    /** All there is; before anything else is put. */
    boolean listed(List<ApiObject> leases, LockRevision at) {
        lock.lock();
        try {
            leases.forEach(lease -> waiting.newest().put(lease.name(), new Change(lease, Change.Kind.PRESENT)));
            waiting = new Batch(waiting.newest(), Optional.of(at), waiting.loss());
            return announce();
        } finally {
            lock.unlock();
        }
    }

    /** The stream has ended. */
    boolean lost(WatchLoss loss) {
        lock.lock();
        try {
            waiting = new Batch(waiting.newest(), waiting.listedAt(), Optional.of(loss));
            return announce();
        } finally {
            lock.unlock();
        }
    }

    Batch take() {
        lock.lock();
        try {
            Batch taken = waiting;
            waiting = Batch.empty();
            announced = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean announce() {
        boolean first = !announced;
        announced = true;
        return first;
    }
}
