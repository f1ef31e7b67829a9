package io.bellwether.etcd.member;

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
 * What is restored where, after a quorum was lost.
 *
 * @param name of the node
 * @param dataDir etcd's, as {@code etcd run} has it
 * @param peerUrls where other members will reach the member; the list is copied
 * @param clientUrls where clients will; the list is copied
 * @param etcd the program
 * @param tools the programs that can restore, the best first; the list is copied
 * @param electionTimeout of the cluster: the time after which a node counts as dead follows it
 * @param from what is restored
 * @param confirmed the cluster that a person gives up
 * @param beyond a revision that clients may have seen, where more is known than the supervisor here knows; else 0
 * @param security how the node proves itself; empty: nobody has to, and everything is plain HTTP
 */
public record RestoreOptions(
        String name,
        Path dataDir,
        List<String> peerUrls,
        List<String> clientUrls,
        String etcd,
        List<String> tools,
        Duration electionTimeout,
        Source from,
        Optional<String> confirmed,
        long beyond,
        Optional<Security> security) {

    /** Copies the lists. */
    public RestoreOptions {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
        tools = List.copyOf(tools);
    }

    /** What is restored. */
    public sealed interface Source {

        /** The data that the member here still has. */
        record Survivor() implements Source {}

        /** A snapshot. */
        record Snapshot(Path file) implements Source {}
    }

    Path stateDir() {
        return MemberOptions.stateDir(dataDir);
    }

    /** Where a secured node keeps its certificates. */
    Path tlsDir() {
        return MemberOptions.tlsDir(dataDir);
    }

    /** The hosts of all addresses. */
    Set<String> hosts() {
        return Stream.concat(peerUrls.stream(), clientUrls.stream())
                .map(url -> URI.create(url).getHost())
                .collect(Collectors.toUnmodifiableSet());
    }
}
