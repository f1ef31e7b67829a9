package io.bellwether.etcd.member;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.security.Security;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a member is run.
 *
 * @param name of the node; its members are called after it
 * @param dataDir etcd's; what the supervisor keeps lies in {@code <data-dir>.state} beside it
 * @param discovery the address that the discovery service gave for this cluster
 * @param addresses where the member listens and is reached
 * @param wishes what is wanted of the cluster, where it has not been decided yet
 * @param zone what may fail together; empty for none
 * @param priority greater ones become members first
 * @param etcd the program and how it is run
 * @param security how it proves itself; empty: nobody has to, and everything is plain HTTP
 */
public record MemberOptions(
        String name,
        Path dataDir,
        URI discovery,
        Addresses addresses,
        Wishes wishes,
        String zone,
        int priority,
        Etcd etcd,
        Optional<Security> security) {

    /** Refuses addresses that do not go with the security wanted. */
    public MemberOptions {
        String scheme = security.isPresent() ? "https://" : "http://";
        boolean fits = Stream.of(addresses.peer(), addresses.listenPeer(), addresses.client(), addresses.listenClient())
                .flatMap(List::stream)
                .allMatch(url -> url.startsWith(scheme));
        if (!fits) {
            throw new IllegalArgumentException("a member's addresses begin with " + scheme
                    + (security.isPresent() ? " when it has a join token" : " when it has no join token"));
        }
    }

    /**
     * Where a member listens and is reached; each list is copied and not empty.
     *
     * @param peer where other members reach it
     * @param listenPeer where it listens for them
     * @param client where clients reach it
     * @param listenClient where it listens for them
     */
    public record Addresses(
            List<String> peer, List<String> listenPeer, List<String> client, List<String> listenClient) {

        /** Copies the lists. */
        public Addresses {
            peer = List.copyOf(peer);
            listenPeer = List.copyOf(listenPeer);
            client = List.copyOf(client);
            listenClient = List.copyOf(listenClient);
            if (peer.isEmpty() || listenPeer.isEmpty() || client.isEmpty() || listenClient.isEmpty()) {
                throw new IllegalArgumentException("a member listens and is reached somewhere");
            }
        }
    }

    /**
     * What is wanted of a cluster. Once the cluster is at work it remembers what it was told first.
     *
     * @param size the number of voters; empty: what discovery says
     * @param strategy what may be done to the membership
     * @param standby what surplus nodes do
     */
    public record Wishes(Optional<Integer> size, JoinStrategy strategy, Standby standby) {}

    /**
     * The program and how it is run.
     *
     * @param program a path, or a name to be looked for on the PATH
     * @param heartbeat between a leader and its followers
     * @param electionTimeout after which followers of a silent leader elect another
     * @param arguments given to it after ours; the list is copied
     * @param care how its database is looked after
     */
    public record Etcd(
            String program, Duration heartbeat, Duration electionTimeout, List<String> arguments, Care care) {

        /** Copies the list. */
        public Etcd {
            arguments = List.copyOf(arguments);
        }

        /** With the usual care. */
        public Etcd(String program, Duration heartbeat, Duration electionTimeout, List<String> arguments) {
            this(program, heartbeat, electionTimeout, arguments, Care.DEFAULT);
        }
    }

    /** Beside the data directory, so that it survives the loss of the disk's contents where that is a mount point. */
    Path stateDir() {
        return stateDir(dataDir);
    }

    static Path stateDir(Path dataDir) {
        Path absolute = dataDir.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".state");
    }

    /** Where a secured node keeps its certificates. */
    Path tlsDir() {
        return tlsDir(dataDir);
    }

    static Path tlsDir(Path dataDir) {
        return stateDir(dataDir).resolve("tls");
    }

    /** The hosts of all addresses, where it listens and where it is reached. */
    Set<String> hosts() {
        return Stream.of(addresses.peer(), addresses.listenPeer(), addresses.client(), addresses.listenClient())
                .flatMap(List::stream)
                .map(url -> URI.create(url).getHost())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The last part of the discovery address: what makes this cluster's identity differ from others'. */
    String token() {
        String path = discovery.getPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
