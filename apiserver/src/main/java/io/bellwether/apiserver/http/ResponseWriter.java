package io.bellwether.apiserver.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes parts of one response, each with an end to the waiting: a client that takes nothing does not hold the thread.
 *
 * <p>Threads: one writing thread, a virtual one, which blocks until the bytes are on their way or {@code stallTimeout}
 * has passed.
 *
 * <p>Errors: {@link ClientGoneException}; afterwards nothing more is written, and the buffer last given still belongs
 * to Jetty.
 */
final class ResponseWriter {

    private final Response response;
    private final Duration stallTimeout;
    private final Written written = new Written();

    ResponseWriter(Response response, Duration stallTimeout) {
        this.response = response;
        this.stallTimeout = stallTimeout;
    }

    /** Sends status and headers now. */
    void flushHeaders() throws InterruptedException {
        write(ByteBuffer.allocate(0));
    }

    /** Sends a part. */
    void write(ByteBuffer part) throws InterruptedException {
        response.write(false, part, written);
        written.await(stallTimeout);
    }

    private static final class Written implements Callback {

        private final Semaphore done = new Semaphore(0);
        private volatile @Nullable Throwable failure;

        void await(Duration timeout) throws InterruptedException {
            if (!done.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ClientGoneException(new TimeoutException("took nothing for " + timeout));
            }
            Throwable cause = failure;
            if (cause != null) {
                throw new ClientGoneException(cause);
            }
        }

        @Override
        public void succeeded() {
            done.release();
        }

        @Override
        public void failed(Throwable cause) {
            failure = cause;
            done.release();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
