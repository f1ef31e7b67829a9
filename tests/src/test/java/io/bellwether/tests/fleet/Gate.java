package io.bellwether.tests.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server on which everything can be held up: nothing is lost, it only stands still. Threads: safe from any
 * thread; a virtual one for each direction of each connection.
 */
final class Gate implements AutoCloseable {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final ServerSocket entrance;
    private final int server;
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();

    @GuardedBy("lock")
    private boolean held;

    private Gate(ServerSocket entrance, int server) {
        this.entrance = entrance;
        this.server = server;
    }

    /** To that port on loopback, open. */
    static Gate to(int port) throws IOException {
        Gate gate = new Gate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().name("gate").start(gate::accept);
        return gate;
    }

    /** Where to go in. */
    int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing gets through, in neither direction. */
    void hold() {
        set(true);
    }

    /** From now on everything gets through, what was held up first. */
    void open() {
        set(false);
    }

    private void set(boolean hold) {
        lock.lock();
        try {
            held = hold;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pass() throws InterruptedException {
        lock.lock();
        try {
            while (held) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
                client.setTcpNoDelay(true);
                onward.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(onward);
                Thread.ofVirtual().name("gate-in").start(() -> carry(client, onward));
                Thread.ofVirtual().name("gate-out").start(() -> carry(onward, client));
            } catch (IOException closed) {
                // The gate is closed, or the server is gone: the client sees its connection end.
                return;
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass();
                out.write(chunk, 0, read);
            }
        } catch (IOException ended) {
            // Closing both sockets tells both sides.
            return;
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        open();
    }
}
