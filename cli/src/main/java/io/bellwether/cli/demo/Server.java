package io.bellwether.cli.demo;

import io.bellwether.execution.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The process of {@code bellwether up}, always on the same port, so that it can come back.
 *
 * <p>Threads: the demonstration's own, and at the end the one that closes.
 */
final class Server implements AutoCloseable {

    private final DemoFiles files;
    private final Patience patience;
    private final Clock clock;
    private final int port;
    private final AtomicReference<@Nullable DemoProcess> process = new AtomicReference<>();
    private int starts;

    Server(DemoFiles files, Patience patience, Clock clock) {
        this.files = files;
        this.patience = patience;
        this.clock = clock;
        this.port = freePort();
    }

    /** Starts it and waits until it is ready; answers how long that took, in nanoseconds. */
    long start() {
        starts++;
        String name = "server-" + starts;
        long startNanos = clock.nanos();
        DemoProcess started = DemoProcess.start(
                name,
                files.log(name),
                List.of("up", "--data-dir", files.data().toString(), "--listen", "127.0.0.1:" + port));
        process.set(started);
        patience.until("the server to be ready", () -> {
            if (!started.isAlive()) {
                throw new DemoFailure("the server ended: " + started.tail());
            }
            return started.hasPrinted("Bellwether is ready");
        });
        return clock.nanos() - startNanos;
    }

    /** Kills it without a warning. */
    void kill() {
        DemoProcess running = process.get();
        if (running != null) {
            running.signal("KILL");
            patience.until("the server to be dead", () -> !running.isAlive());
        }
    }

    @Override
    public void close() {
        DemoProcess running = process.get();
        if (running != null) {
            running.close();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
