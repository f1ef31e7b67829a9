package io.bellwether.tests.linear;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Passes TCP connections on to a server, and breaks them when told to.
 *
 * <p>Threads: two of the executor's for each connection, one that accepts; safe from any thread.
 */
final class FaultyProxy implements AutoCloseable {

    private static final int CHUNK_BYTES = 8192;
    private static final long RETRY_MILLIS = 5;

    private final ServerSocket listener;
    private final Supplier<InetSocketAddress> target;
    private final ExecutorService executor;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What happens to one connection, at its next bytes. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Half of the next bytes to the server get there; then both ends are closed. */
        CUT_IN_REQUEST,
        /** The next bytes from the server are lost, and both ends closed: what was asked for has been done. */
        CUT_BEFORE_ANSWER,
        /** The next bytes from the server wait for {@link #HELD_UP_MILLIS}. */
        HOLD_UP_ANSWER
    }

    /** How long an answer is held up. */
    static final long HELD_UP_MILLIS = 150;

    private FaultyProxy(ServerSocket listener, Supplier<InetSocketAddress> target, ExecutorService executor) {
        this.listener = listener;
        this.target = target;
        this.executor = executor;
    }

    /**
     * Listens on a free port of the loopback address.
     *
     * @param target asked for each connection
     */
    static FaultyProxy open(Supplier<InetSocketAddress> target, ExecutorService executor) throws IOException {
        FaultyProxy proxy =
                new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, executor);
        executor.execute(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The connections that are open. */
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                executor.execute(() -> connect(client));
            } catch (IOException end) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = reach();
            Connection connection = new Connection(client, server, closed, new AtomicReference<>(Fault.NONE));
            connections.add(connection);
            executor.execute(() -> run(connection, connection::passRequests));
            run(connection, connection::passAnswers);
        } catch (IOException closing) {
            closeQuietly(client);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            closeQuietly(client);
        }
    }

    /** Connects to the server, as soon as there is one: while it starts its clients wait, rather than fail at once. */
    private Socket reach() throws IOException, InterruptedException {
        while (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            Socket server = new Socket();
            try {
                server.connect(target.get());
                return server;
            } catch (ConnectException nobodyListens) {
                closeQuietly(server);
            }
        }
        throw new IOException("the proxy is closed");
    }

    private void run(Connection connection, Passing passing) {
        try {
            passing.run();
        } catch (IOException broken) {
            // As a connection ends: the other direction ends with it.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            connection.cut();
            connections.remove(connection);
        }
    }

    private interface Passing {
        void run() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listener);
        connections().forEach(Connection::cut);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyBroken) {
            // Nothing is left to be closed.
        }
    }

    /** One connection through the proxy. */
    record Connection(Socket client, Socket server, CountDownLatch closed, AtomicReference<Fault> fault) {

        /** Makes this happen at the next bytes that it concerns. */
        void inject(Fault next) {
            fault.set(next);
        }

        /** Closes both ends. */
        void cut() {
            closeQuietly(client);
            closeQuietly(server);
        }

        private void passRequests() throws IOException {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                if (fault.compareAndSet(Fault.CUT_IN_REQUEST, Fault.NONE)) {
                    out.write(chunk, 0, size / 2);
                    return;
                }
                out.write(chunk, 0, size);
            }
        }

        private void passAnswers() throws IOException, InterruptedException {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                if (fault.compareAndSet(Fault.CUT_BEFORE_ANSWER, Fault.NONE)) {
                    return;
                }
                boolean isEnd = fault.compareAndSet(Fault.HOLD_UP_ANSWER, Fault.NONE)
                        && closed.await(HELD_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (isEnd) {
                    return;
                }
                out.write(chunk, 0, size);
            }
        }
    }
}
