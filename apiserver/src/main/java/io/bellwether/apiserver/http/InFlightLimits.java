package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.request.Verb;
import java.util.concurrent.Semaphore;

/**
 * Bounds the requests in progress, reads and writes apart, so that a flood of one kind leaves room for the other. Who
 * finds no room is told at once to come again: queueing here would only hide the overload.
 *
 * <p>Threads: safe from any thread; never blocks.
 */
final class InFlightLimits {

    private final int readLimit;
    private final int writeLimit;
    private final Semaphore reads;
    private final Semaphore writes;

    InFlightLimits(int readLimit, int writeLimit) {
        this.readLimit = readLimit;
        this.writeLimit = writeLimit;
        this.reads = new Semaphore(readLimit);
        this.writes = new Semaphore(writeLimit);
    }

    /** Takes a place for a request; throws 429 when there is none. */
    Place take(Verb verb) {
        Semaphore semaphore = verb.isMutating() ? writes : reads;
        if (!semaphore.tryAcquire()) {
            throw Status.tooManyRequests("too many requests, please try again later", 1)
                    .asException();
        }
        return new Place(semaphore);
    }

    /** A place that is taken until it is closed; closing it again does nothing. One thread. */
    static final class Place implements AutoCloseable {

        private final Semaphore semaphore;
        private boolean taken = true;

        private Place(Semaphore semaphore) {
            this.semaphore = semaphore;
        }

        @Override
        public void close() {
            if (taken) {
                taken = false;
                semaphore.release();
            }
        }
    }

    int readsInFlight() {
        return readLimit - reads.availablePermits();
    }

    int writesInFlight() {
        return writeLimit - writes.availablePermits();
    }
}
