package io.bellwether.client;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections of one identity, for use once the pool has opened.
 *
 * <p>Threads: safe from any thread.
 *
 * @param http makes and keeps the connections
 * @param stamp of the identity
 * @param opening ends when the pool has opened, or with the reason why it did not; never exceptionally
 */
record Pool(HttpClient http, String stamp, CompletableFuture<Optional<Fault>> opening) {

    Pool(HttpClient http, String stamp) {
        this(http, stamp, new CompletableFuture<>());
    }

    /** Whether nobody has to wait for the pool. */
    boolean hasOpened() {
        return opening.isDone();
    }

    /**
     * Waits until the pool has opened.
     *
     * @return empty, or why the pool did not open
     * @throws TimeoutException at the deadline; the pool goes on opening
     */
    Optional<Fault> awaitOpen(Deadline deadline, Clock clock) throws InterruptedException, TimeoutException {
        try {
            return opening.get(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the opening ended exceptionally", impossible);
        }
    }
}
