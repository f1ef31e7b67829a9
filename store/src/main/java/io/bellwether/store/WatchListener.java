package io.bellwether.store;

/**
 * Receives a watch.
 *
 * <p>Threads: called by one thread at a time, in order, never from {@link Store#watch} itself nor from a transaction's
 * thread; must not block. A listener that falls behind the store's bounded history is ended with
 * {@link WatchEnd.Overflow}.
 *
 * <p>Errors: an exception thrown here ends the watch with {@link WatchEnd.Failed}; no other watch and no writer
 * notices.
 */
public interface WatchListener {

    /** The next commit; revisions strictly grow, none that touched the range is left out. */
    void onBatch(WatchBatch batch);

    /** The last call: nothing follows. Not called after {@link Watch#close}. */
    void onEnd(WatchEnd end);
}
