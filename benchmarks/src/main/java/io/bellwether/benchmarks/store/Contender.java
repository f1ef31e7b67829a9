package io.bellwether.benchmarks.store;

/**
 * Something that makes values durable.
 *
 * <p>Threads: {@link #write} is called by all writers at a time and returns when the value is durable.
 */
interface Contender extends AutoCloseable {

    /** Makes the value durable under the writer's own keys. */
    void write(int writer, int number, byte[] value);

    @Override
    void close();
}
