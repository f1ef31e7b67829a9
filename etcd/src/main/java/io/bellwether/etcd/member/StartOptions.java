package io.bellwether.etcd.member;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.security.Security;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * For whom it is decided how to start etcd.
 *
 * @param discovery where stock members that found the cluster register
 * @param peerUrls where the member is reached; the list is copied
 * @param size the number of voters wanted; empty: what discovery says
 * @param grace for how long a voter must have been silent to count as dead
 * @param security how the node proves itself; empty: nobody has to, and everything is plain HTTP
 */
public record StartOptions(
        String name,
        Path dataDir,
        URI discovery,
        List<String> peerUrls,
        JoinStrategy strategy,
        Optional<Integer> size,
        Duration grace,
        Optional<Security> security) {

    /** Copies the list. */
    public StartOptions {
        peerUrls = List.copyOf(peerUrls);
    }

    /** Where a secured node keeps its certificates. */
    public Path tlsDir() {
        return MemberOptions.tlsDir(dataDir);
    }
}
