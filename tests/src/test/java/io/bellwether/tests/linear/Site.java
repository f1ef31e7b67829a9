package io.bellwether.tests.linear;

import io.bellwether.client.ClientConfig;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * An API server that can be made to crash.
 *
 * <p>Threads: one at a time, but for {@link #address}.
 */
interface Site extends AutoCloseable {

    /** An administrator's, with the server's address as of now. */
    ClientConfig config();

    /** Where it listens now. */
    InetSocketAddress address();

    /** Ends it, with whatever it is doing, and starts it again; returns when it serves. */
    void crash() throws IOException, InterruptedException;

    @Override
    void close();
}
