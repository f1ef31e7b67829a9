package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.request.Verb;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the requests in progress, reads and writes apart, so that a flood of one kind leaves room for the other. Who
 * finds no room waits for it, in the order of arrival; a burst is so served late and not refused.
 *
 * <p>Units and limits: {@code queueLimit} requests of each kind wait, each at most {@code queueTimeout}; beyond either
 * a request is refused with 429, since a longer queue would only hide the overload.
 *
 * <p>Threads: safe from any thread; {@link #take} blocks, so callers run on virtual threads.
 */
final class InFlightLimits {

    private final Lane reads;
    private final Lane writes;

    InFlightLimits(HttpOptions options) {
        this.reads = new Lane(options.readLimit(), options.queueLimit(), options.queueTimeout());
        this.writes = new Lane(options.writeLimit(), options.queueLimit(), options.queueTimeout());
    }

    /** Takes a place for a request; throws 429 when there is none in time. */
    Place take(Verb verb) throws InterruptedException {
        return (verb.isMutating() ? writes : reads).take();
    }

    int readsInFlight() {
        return reads.inFlight();
    }

    int writesInFlight() {
        return writes.inFlight();
    }

    /** Requests that wait for a place. */
    int waiting() {
        return reads.waiting() + writes.waiting();
    }

    /** A place that is taken until it is closed; closing it again does nothing. One thread. */
    static final class Place implements AutoCloseable {

        private final Semaphore places;
        private boolean taken = true;

        private Place(Semaphore places) {
            this.places = places;
        }

        @Override
        public void close() {
            if (taken) {
                taken = false;
                places.release();
            }
        }
    }

    /** The places of one kind and the queue for them. */
    private static final class Lane {

        private final int limit;
        private final int queueLimit;
        private final Duration queueTimeout;
        private final Semaphore places;
        private final Semaphore queue;

        Lane(int limit, int queueLimit, Duration queueTimeout) {
            this.limit = limit;
            this.queueLimit = queueLimit;
            this.queueTimeout = queueTimeout;
            this.places = new Semaphore(limit, true);
            this.queue = new Semaphore(queueLimit);
        }

        Place take() throws InterruptedException {
            // Unlike tryAcquire() without a time, this does not overtake those who wait.
            boolean atOnce = places.tryAcquire(0, TimeUnit.NANOSECONDS);
            if (!atOnce) {
                awaitPlace();
            }
            return new Place(places);
        }

        private void awaitPlace() throws InterruptedException {
            if (!queue.tryAcquire()) {
                throw refusal();
            }
            try {
                if (!places.tryAcquire(queueTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw refusal();
                }
            } finally {
                queue.release();
            }
        }

        private static StatusException refusal() {
            return Status.tooManyRequests("too many requests, please try again later", 1)
                    .asException();
        }

        int inFlight() {
            return limit - places.availablePermits();
        }

        int waiting() {
            return queueLimit - queue.availablePermits();
        }
    }
}
