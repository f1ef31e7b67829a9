package io.bellwether.tests.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for members that will listen only later, and not while they are down. So they are none that the system hands
 * out by itself, to whoever connects or asks for any port, and none twice.
 *
 * <p>Threads: safe from any.
 */
final class FreePorts {

    /** Below what systems hand out by themselves: 32768 and above on Linux. */
    private static final int FIRST = 15_000;

    private static final int COUNT = 17_000;

    /** Runs of other processes begin elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % COUNT));

    private FreePorts() {}

    /** One that nothing listens on, and that is given to nobody else in this JVM. */
    static int next() {
        for (int looked = 0; looked < COUNT; looked++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
