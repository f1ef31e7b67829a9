package io.bellwether.store.embedded;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to the writer.
 *
 * <p>Units and limits: at most {@link #CAPACITY} wait; further callers wait for a place.
 *
 * <p>Threads: any thread puts, the writer alone takes. Lock-free but for a full queue: with 256 callers a lock here
 * costs more than deciding their transactions.
 */
final class RequestQueue {

    static final int CAPACITY = 8192;

    private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(CAPACITY);

    /** The writer, while it waits or is about to. */
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();

    private volatile boolean closed;

    /** Puts a request; false when the queue takes no more. May wait for a place. */
    boolean put(Request request) throws InterruptedException {
        if (!places.tryAcquire()) {
            places.acquire();
        }
        queue.add(request);
        // Closing looks at the queue after it has set the flag: one of the two sees the other.
        if (closed && queue.remove(request)) {
            places.release();
            return false;
        }
        wake();
        return true;
    }

    /** The next request, if there is one. */
    @Nullable
    Request poll() {
        Request request = queue.poll();
        if (request != null) {
            places.release();
        }
        return request;
    }

    /** Waits for a request; empty-handed only once the queue is closed and drained. */
    @Nullable
    Request take() {
        Request request = poll();
        while (request == null) {
            waiting.set(Thread.currentThread());
            request = poll();
            if (request == null && closed) {
                return poll();
            }
            if (request == null) {
                LockSupport.park(this);
                request = poll();
            }
            waiting.set(null);
        }
        return request;
    }

    /** Takes no more; what is in it is still taken out. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        Thread writer = waiting.get();
        if (writer != null) {
            LockSupport.unpark(writer);
        }
    }
}
