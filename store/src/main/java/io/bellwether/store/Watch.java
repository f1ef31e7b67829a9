package io.bellwether.store;

/** A running watch. */
public interface Watch extends AutoCloseable {

    /**
     * Ends it: no call to the listener begins after this returns. Idempotent, never blocks on the listener, safe from
     * any thread, the listener's own included.
     */
    @Override
    void close();
}
