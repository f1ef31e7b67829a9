package io.bellwether.electors.curator;

import io.bellwether.electors.program.ServerProgram;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** A real ZooKeeper from Curator's test artifact, in a process of its own. */
public final class ZooKeeperServer {

    /** ZooKeeper's usual one: sessions may last from 4 s to 40 s. */
    private static final int TICK_MILLIS = 2_000;

    private static final Pattern RECEIVED = Pattern.compile("(?m)^Received: (\\d+)$");

    private ZooKeeperServer() {}

    /** Takes {@code --data-dir}. */
    public static void main(String[] arguments) throws Exception {
        File directory = new File(ServerProgram.dataDirectory(arguments), "zookeeper");
        InstanceSpec spec = new InstanceSpec(directory, -1, -1, -1, false, 1, TICK_MILLIS, -1);
        TestingServer server = new TestingServer(spec, true);
        ServerProgram.run(server.getPort(), () -> received(server.getPort()));
    }

    /** By ZooKeeper's own command; asking is a packet too. */
    private static long received(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher line = RECEIVED.matcher(answer);
            if (!line.find()) {
                throw new IOException("no number of packets in: " + answer);
            }
            return Long.parseLong(line.group(1));
        }
    }
}
