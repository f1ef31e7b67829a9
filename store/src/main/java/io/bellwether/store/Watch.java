package io.bellwether.store;

/** A running watch. */
public interface Watch extends AutoCloseable {

    /**
     * Ends it: no further call to the listener is made, not even that of the end. One call that was under way on
     * another thread may still be running, or just entering the listener, when this returns; none follows it.
     *
     * <p>Threads: safe from any thread, the listener's own included, where the call it is made from is the last one.
     * Idempotent; never waits for the listener.
     */
    @Override
    void close();
}
