package io.bellwether.etcd.discovery;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks the domain name system where a service is: SRV records (RFC 2782) over UDP, and over TCP when the answer does
 * not fit (RFC 1035).
 *
 * <p>Units and limits: each name server is asked {@value #ATTEMPTS} times and waited for {@link #PATIENCE} each time.
 *
 * <p>Threads: safe from any thread; blocks its caller.
 *
 * @param servers the name servers, asked one after the other; the list is copied
 * @param random makes requests whose answers cannot be guessed; safe from any thread
 */
public record ServiceRecords(List<InetSocketAddress> servers, RandomGenerator random) {

    private static final Path SYSTEM = Path.of("/etc/resolv.conf");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 2;
    private static final int PORT = 53;
    private static final int UDP_LIMIT_BYTES = 4_096;

    /** Copies the list. */
    public ServiceRecords {
        servers = List.copyOf(servers);
    }

    /**
     * Where a service is.
     *
     * @param priority smaller ones come first
     */
    public record Place(int priority, String host, int port) {}

    /** The name servers of this machine. */
    public static List<InetSocketAddress> systemServers() throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String line : Files.readAllLines(SYSTEM)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1 && words[0].equals("nameserver")) {
                servers.add(new InetSocketAddress(InetAddress.getByName(words[1]), PORT));
            }
        }
        return servers;
    }

    /**
     * Asks for a service. Weights do not count: every node has to see the same order.
     *
     * @param name such as {@code _bellwether-discovery._tcp.example.org}
     * @return in the order of priority, then of name and port; at least one
     * @throws IOException when there is none, or no answer
     */
    public List<Place> lookup(String name) throws IOException {
        IOException last = new IOException("this machine has no name server");
        for (InetSocketAddress server : servers) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    return sorted(ask(server, name), name);
                } catch (SocketTimeoutException silent) {
                    last = new IOException("the name server " + server + " does not answer", silent);
                } catch (IOException refused) {
                    last = refused;
                }
            }
        }
        throw last;
    }

    private List<Place> ask(InetSocketAddress server, String name) throws IOException {
        byte[] query = DnsMessage.query(random.nextInt(1 << Short.SIZE), name);
        byte[] answer = overUdp(server, query);
        return DnsMessage.services(DnsMessage.isTruncated(answer) ? overTcp(server, query) : answer, query);
    }

    private static byte[] overUdp(InetSocketAddress server, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[UDP_LIMIT_BYTES], UDP_LIMIT_BYTES);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private static byte[] overTcp(InetSocketAddress server, byte[] query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(query.length);
            out.write(query);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }
    }

    private static List<Place> sorted(List<Place> places, String name) throws IOException {
        if (places.isEmpty()) {
            throw new IOException("there are no SRV records for " + name);
        }
        List<Place> sorted = new ArrayList<>(places);
        sorted.sort(Comparator.comparingInt(Place::priority)
                .thenComparing(Place::host)
                .thenComparingInt(Place::port));
        return sorted;
    }
}
