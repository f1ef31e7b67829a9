package io.bellwether.benchmarks.election;

import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between an elector and its server and can become a black hole: connections stay open, new ones are accepted,
 * and nothing passes any more, as when a switch loses a route.
 *
 * <p>Threads: safe from any thread; a virtual thread accepts, and two carry each connection.
 */
final class Proxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean frozen;
    private boolean closed;
    private long lastForwardedNanos;

    private Proxy(InetSocketAddress server, ServerSocket listener, String name) {
        this.server = server;
        this.listener = listener;
        this.threads = Threads.virtual("benchmarks-proxy-" + name);
    }

    /** Opens one on a free port of the loopback interface. */
    static Proxy open(InetSocketAddress server, String name) throws IOException {
        Proxy proxy = new Proxy(server, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), name);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** Where the elector finds it. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** From now on nothing passes, in neither direction. */
    void freeze() {
        lock.lock();
        try {
            frozen = true;
        } finally {
            lock.unlock();
        }
    }

    /** When the last bytes went to the server. */
    long lastForwardedNanos() {
        lock.lock();
        try {
            return lastForwardedNanos;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (!admit(client, () -> carry(client))) {
                    client.close();
                }
            }
        } catch (IOException end) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(end);
            }
        }
    }

    /** Runs the task for the socket, which ends with this proxy; false when that has ended. */
    private boolean admit(Socket socket, Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            open.add(socket);
            threads.execute(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void carry(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            client.setTcpNoDelay(true);
            if (!awaitPassage()) {
                return;
            }
            upstream.setTcpNoDelay(true);
            upstream.connect(server);
            if (!admit(upstream, () -> copy(upstream, client, Direction.TO_CLIENT))) {
                return;
            }
            copy(client, upstream, Direction.TO_SERVER);
            open.remove(upstream);
        } catch (IOException broken) {
            // One of the two has gone: the other one sees the end of its connection, as without a proxy.
        } finally {
            open.remove(client);
        }
    }

    private enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private void copy(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                if (!awaitPassage()) {
                    return;
                }
                output.write(buffer, 0, length);
                if (direction == Direction.TO_SERVER) {
                    forwarded();
                }
            }
            // An end of stream is lost in a black hole like everything else.
            awaitPassage();
        } catch (IOException broken) {
            // As above.
        }
    }

    private void forwarded() {
        lock.lock();
        try {
            lastForwardedNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Returns at once while open; waits for the end while frozen. False when nothing may pass any more. */
    private boolean awaitPassage() {
        lock.lock();
        try {
            while (frozen && !closed) {
                ended.awaitUninterruptibly();
            }
            return !closed && !frozen;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            threads.shutdown();
        }
    }
}
