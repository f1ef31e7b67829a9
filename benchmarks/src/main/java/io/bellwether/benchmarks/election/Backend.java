package io.bellwether.benchmarks.election;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The server on which elections are decided, in a process of its own, and empty at first. */
sealed interface Backend extends AutoCloseable permits ApiServer, EtcdServer, PeerServer {

    /** Starts the one that a peer needs. */
    static Backend start(Peer peer, Path root, Path data) throws IOException {
        return switch (peer.register()) {
            case LEASE -> ApiServer.start(root, data);
            case ETCD -> EtcdServer.start(data);
            case DATABASE, ZOOKEEPER -> PeerServer.start(peer, root, data);
        };
    }

    /** Where it listens. */
    InetSocketAddress address();

    /** The options with which an elector reaches it at that address, which may be a proxy's. */
    List<String> reach(InetSocketAddress at) throws IOException;

    /** The requests or messages that it has received from electors. */
    double messages() throws IOException;

    /** What is counted: "requests" and the like. */
    String unit();

    /**
     * When the leader of that election sent what was committed last, by the machine's monotonic clock; empty where the
     * server does not say.
     *
     * <p>Errors: BenchmarkException when the server says that somebody else leads.
     */
    OptionalLong lastRenewalNanos(String election, String leader);

    @Override
    void close();
}
