package io.bellwether.tests.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for members that will listen only later, and not while they are down. So they are none that the system hands
 * out by itself, to whoever connects or asks for any port, none twice, and none of another run on this machine: each
 * JVM has a block of ports of its own, held by listening on the first of them until it ends.
 *
 * <p>Threads: safe from any.
 */
final class FreePorts {

    /** Below what systems hand out by themselves: 32768 and above on Linux. */
    private static final int FIRST = 15_000;

    private static final int BLOCK = 1_700;
    private static final int BLOCKS = 10;
    private static final FreePorts OWN = new FreePorts(block());

    private final ServerSocket held;
    private int given;

    private FreePorts(ServerSocket held) {
        this.held = held;
    }

    private static ServerSocket block() {
        int number = 0;
        while (true) {
            try {
                return listen(FIRST + number * BLOCK);
            } catch (IOException taken) {
                number++;
                if (number == BLOCKS) {
                    throw new IllegalStateException("all blocks of ports are taken", taken);
                }
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /** One that nothing listens on, and that was given to nobody else lately. */
    static int next() {
        return OWN.nextFree();
    }

    private synchronized int nextFree() {
        for (int looked = 1; looked < BLOCK; looked++) {
            given = given % (BLOCK - 1) + 1;
            int port = held.getLocalPort() + given;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
