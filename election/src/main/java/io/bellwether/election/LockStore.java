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
 * One lock: a linearizable register with compare-and-set and, where it can be had, a watch.
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
     * Reads the lock as it is now, never an older version.
     *
     * @param timeout after which the request must have been given up, its connection with it
     */
    void read(Duration timeout, Consumer<ReadResult> answer);

    /**
     * Writes the draft if the lock still is at the base, preserving everything in it that the draft does not name.
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
