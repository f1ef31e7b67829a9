package io.bellwether.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A way to a server on which nothing comes back until it is opened: whoever connects waits for the server's part of the
 * handshake.
 *
 * @param arrived connections that nobody has asked about yet
 * @param open everything that is to be closed
 */
record SlowGate(
        ServerSocket port,
        URI server,
        Executor executor,
        BlockingQueue<Socket> arrived,
        List<Socket> open,
        CountDownLatch opened)
        implements AutoCloseable {

    static SlowGate to(URI server, Executor executor) throws IOException {
        ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SlowGate gate = new SlowGate(
                port,
                server,
                executor,
                new LinkedBlockingQueue<>(),
                new CopyOnWriteArrayList<>(),
                new CountDownLatch(1));
        executor.execute(gate::accept);
        return gate;
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + port.getLocalPort());
    }

    void openUp() {
        opened.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = port.accept();
                open.add(client);
                Socket target = new Socket(server.getHost(), server.getPort());
                open.add(target);
                executor.execute(() -> pass(client, target));
                executor.execute(() -> passWhenOpened(target, client));
                arrived.add(client);
            }
        } catch (IOException closing) {
            // The test is over.
            return;
        }
    }

    private void passWhenOpened(Socket from, Socket to) {
        try {
            opened.await();
            pass(from, to);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // As a connection ends.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
