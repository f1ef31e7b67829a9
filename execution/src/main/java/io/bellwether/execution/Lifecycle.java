package io.bellwether.execution;

/**
 * A component that runs between {@link #start} and {@link #close}.
 *
 * <p>Threads: both methods are safe from any thread.
 */
public interface Lifecycle extends AutoCloseable {

    /**
     * Begins work. A second call, or a call after {@link #close}, throws {@link IllegalStateException}; constructors
     * start nothing.
     */
    void start();

    /** Ends work within a bounded time; idempotent, also without a start. */
    @Override
    void close();
}
