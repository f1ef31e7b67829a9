package io.bellwether.store.embedded;

import io.bellwether.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the log's next file while the present one is written to: filling it with zeros takes as long as writing it
 * will.
 *
 * <p>Units and limits: one file is in the making or ready at a time.
 *
 * <p>Threads: safe from any thread; only {@link #close} blocks. Each file is made by a task of its own: nothing else
 * that is done in the background may hold it up.
 *
 * <p>Errors: a file that cannot be made is missing when it is asked for; who needs it then makes it, and meets the
 * reason.
 */
final class Spares {

    private static final Logger log = LoggerFactory.getLogger(Spares.class);

    private static final long CLOSE_SECONDS = 30;

    /** A file filled with zeros, under a name that does not count yet. */
    record Spare(Path path, long sizeBytes) {}

    private sealed interface State {

        /** Nothing is ordered. */
        record Idle() implements State {}

        /** A file is ordered; counts down when that has come to an end. */
        record Making(CountDownLatch ended) implements State {}

        /** A file waits for its use. */
        record Ready(Spare spare) implements State {}

        /** Nothing is made any more. */
        record Closed() implements State {}
    }

    private static final State IDLE = new State.Idle();

    private final Space space;
    private final Executor threads;
    private final AtomicReference<State> state = new AtomicReference<>(IDLE);

    /**
     * None at first.
     *
     * @param threads runs the making of files, which blocks on the disk
     */
    Spares(Space space, Executor threads) {
        this.space = space;
        this.threads = threads;
    }

    /** Orders a file of that many bytes, unless one is in the making or ready. */
    void order(long bytes) {
        State.Making making = new State.Making(new CountDownLatch(1));
        if (state.compareAndSet(IDLE, making)) {
            threads.execute(() -> make(making, bytes));
        }
    }

    private void make(State.Making making, long bytes) {
        State made = IDLE;
        try {
            made = new State.Ready(allocated(bytes, Segment.SMALLEST_BYTES));
        } catch (IOException | StoreException refused) {
            log.atWarn().addKeyValue("reason", refused.toString()).log("Put off making the next file of the log");
        } finally {
            if (!state.compareAndSet(making, made)) {
                discard(made);
            }
            making.ended().countDown();
        }
    }

    /** A new file, made by the caller's thread. */
    Spare allocated(long wanted, long least) throws IOException {
        Path file = space.allocate(wanted, least);
        return new Spare(file, Files.size(file));
    }

    /** Takes the file that is ready. */
    Optional<Spare> take() {
        State now = state.get();
        return now instanceof State.Ready ready && state.compareAndSet(now, IDLE)
                ? Optional.of(ready.spare())
                : Optional.empty();
    }

    /** Removes what is not used; bounded by the file that is in the making. */
    void close() {
        State before = state.getAndSet(new State.Closed());
        discard(before);
        if (before instanceof State.Making making) {
            await(making.ended());
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.atWarn().log("Left a file of the log in the making");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void discard(State state) {
        if (state instanceof State.Ready ready) {
            try {
                Files.deleteIfExists(ready.spare().path());
            } catch (IOException left) {
                log.atWarn().addKeyValue("reason", left.toString()).log("Left an unused file to the next opening");
            }
        }
    }
}
