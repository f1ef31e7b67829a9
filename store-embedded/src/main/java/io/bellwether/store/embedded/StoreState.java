package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.Store.Health;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What everybody asks about the store: does it work, and how far is it compacted.
 *
 * <p>Threads: the writer changes it, but for {@link #close}; any thread reads.
 */
final class StoreState {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);

    private final Consumer<StoreException> onFailure;
    private final CountDownLatch writerEnded = new CountDownLatch(1);

    private volatile Revision compacted;
    private volatile @Nullable StoreException failure;
    private volatile @Nullable StoreException full;
    private volatile boolean closed;

    StoreState(Revision compacted, Consumer<StoreException> onFailure) {
        this.compacted = compacted;
        this.onFailure = onFailure;
    }

    Revision compacted() {
        return compacted;
    }

    void compact(Revision revision) {
        compacted = revision;
    }

    @Nullable
    StoreException failure() {
        return failure;
    }

    StoreException requireFailure() {
        return Objects.requireNonNull(failure, "failure");
    }

    /** Ends writing; the first failure counts. */
    void fail(StoreException reason) {
        if (failure == null) {
            failure = reason;
            log.atError().setCause(reason).log("Writing stopped");
        }
    }

    /** Tells whoever can end the process. */
    void reportFailure() {
        onFailure.accept(requireFailure());
    }

    boolean isFull() {
        return full != null;
    }

    void full(StoreException reason) {
        if (full == null) {
            full = reason;
            log.atWarn().addKeyValue("reason", reason.getMessage()).log("Refused writes because the disk is full");
        }
    }

    void roomAgain() {
        if (full != null) {
            full = null;
            log.atInfo().log("Found room on the disk again");
        }
    }

    /** Closes; false when that has been done before. */
    boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw closedError();
        }
    }

    /** Why a request is refused that the writer will not take any more. */
    StoreException refusal() {
        StoreException reason = failure;
        return reason == null ? closedError() : reason;
    }

    private static StoreException closedError() {
        return new StoreException(Reason.CLOSED, "the store was closed", null);
    }

    Health health() {
        if (closed) {
            Optional<String> problem = Optional.of("the store was closed");
            return new Health(problem, problem);
        }
        StoreException reason = failure == null ? full : failure;
        return new Health(Optional.empty(), Optional.ofNullable(reason).map(StoreException::getMessage));
    }

    void writerEnded() {
        writerEnded.countDown();
    }

    void endedUnmarked(Exception reason) {
        log.atWarn().addKeyValue("reason", reason.toString()).log("Closed the log without its last mark");
    }

    /** Waits for the writer's end; false when the time was up first. Interruption is restored. */
    boolean awaitWriterEnd(long timeoutSeconds) {
        try {
            return writerEnded.await(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
