package io.bellwether.apiserver.request;

import io.bellwether.store.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * The events of one watch, in order.
 *
 * <p>Threads: {@link #next} is called by one thread, a virtual one; {@link #close} by any.
 */
public interface WatchStream extends AutoCloseable {

    /**
     * Waits for what comes next.
     *
     * @param timeout how long at most, in steps of about a quarter of a second; for pings and to notice a client that
     *     went away
     */
    Next next(Duration timeout) throws InterruptedException;

    /**
     * Ends the watch and releases what it holds; a waiting {@link #next} answers {@link End}. Idempotent, never blocks.
     */
    @Override
    void close();

    /** What came. */
    sealed interface Next {}

    /**
     * Events that are ready now.
     *
     * @param frames 1 or more JSON documents, each with its newline; the bytes are shared with other watches
     */
    record Frames(List<Bytes> frames) implements Next {
        public Frames {
            frames = List.copyOf(frames);
        }
    }

    /** Nothing came within the timeout. */
    record Idle() implements Next {}

    /** Nothing follows: the time of the watch is over, it failed (and an ERROR event said so), or it was closed. */
    record End() implements Next {}
}
