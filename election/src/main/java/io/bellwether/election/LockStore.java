package io.bellwether.election;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One lock: a register with a linearizable compare-and-set and, where it can be had, a watch.
 *
 * <p>Shape: safety rests on {@link #compareAndSet} alone. It replaces exactly the base, atomically and durably, and
 * each write makes a revision that no earlier or later one bears, also across the deletion of the lock (its order,
 * where it has one, grows). A read or a delivery that is older than the truth can delay a candidate, or end a term
 * early, but never makes two leaders: whoever acts on it writes over a version that is no longer there. So a store may
 * serve reads from a replica if it must; it should not, for a deposed leader hears of it later. A store whose token
 * counts terms puts it into {@link LockSnapshot#stampedToken}: it grows whenever the holder, the acquireTime or the
 * transitions change, and at deletion.
 *
 * <p>Threads: methods are called by one thread at a time and must not block: what takes long is done elsewhere and
 * answered later. An answer may come from any thread, also before the method returns; a second answer to one request is
 * ignored, and a missing one is given up on after twice the timeout.
 *
 * <p>Errors: outcomes are values. An exception of {@link #read} counts as a failed read, one of {@link #compareAndSet}
 * as an unknown outcome.
 */
public interface LockStore {

    /** The lock's name, for people: {@code Lease default/orders}. */
    String name();

    /**
     * Reads the lock as it is now.
     *
     * @param timeout after which the request must have been given up, its connection with it
     */
    void read(Duration timeout, Consumer<ReadResult> answer);

    /**
     * Writes the draft if the lock still is at the base, preserving everything in it that the draft does not name. The
     * marks of the draft replace those of the base; {@link LockDraft#over} is the record that results.
     *
     * @param base the version to replace; empty to create the lock
     * @param timeout after which the request must have been given up and the outcome is unknown
     */
    void compareAndSet(Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer);

    /**
     * Watches the lock.
     *
     * @param after deliver every version after this one, or, when empty, the present version and every one after it;
     *     versions may be skipped when a newer one is delivered
     * @return ends the watch; nothing is delivered after its {@code close} has returned and the running delivery ended
     */
    Watch watch(Optional<LockRevision> after, WatchListener listener);

    /** A running watch. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
