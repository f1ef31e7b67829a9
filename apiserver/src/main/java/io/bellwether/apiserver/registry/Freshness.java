package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import java.time.Duration;

/**
 * Waits until the watch cache is as new as a read needs.
 *
 * <p>Units and limits: at most {@link #WAIT}, less when the request's deadline comes first.
 *
 * <p>Threads: safe from any thread; blocks.
 */
record Freshness(Store store, WatchCache cache, Clock clock) {

    /** How long a read waits for a revision. */
    static final Duration WAIT = Duration.ofSeconds(3);

    /**
     * Waits for everything that was acknowledged before this call.
     *
     * @throws io.bellwether.apimachinery.StatusException 504 when the feed does not get there in time
     */
    void awaitNewest(Deadline deadline) {
        Revision current = store.currentRevision();
        if (!isReached(current, deadline)) {
            throw Status.timeout("the watch cache has not caught up with the store", 1)
                    .asException();
        }
    }

    /**
     * Waits for a revision that a client named.
     *
     * @throws io.bellwether.apimachinery.StatusException 504 with cause {@code ResourceVersionTooLarge} when it does
     *     not come in time
     */
    void awaitAtLeast(Revision revision, Deadline deadline) {
        if (!isReached(revision, deadline)) {
            throw Status.tooLargeResourceVersion(
                            revision.value(), cache.applied().value())
                    .asException();
        }
    }

    private boolean isReached(Revision revision, Deadline deadline) {
        Deadline limit = Deadline.after(clock, WAIT);
        Deadline earlier = limit.atNanos() - deadline.atNanos() < 0 ? limit : deadline;
        try {
            return cache.awaitApplied(revision, earlier);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.serviceUnavailable("the server is shutting down", 1).asException();
        }
    }
}
