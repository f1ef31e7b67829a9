package io.bellwether.etcd.member;

import io.bellwether.etcd.core.JoinStrategy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * For whom it is decided how to start etcd.
 *
 * @param peerUrls where the member is reached; the list is copied
 * @param size the number of voters wanted; empty: what discovery says
 * @param grace for how long a voter must have been silent to count as dead
 */
public record StartOptions(
        String name,
        Path dataDir,
        URI discovery,
        List<String> peerUrls,
        JoinStrategy strategy,
        Optional<Integer> size,
        Duration grace) {

    /** Copies the list. */
    public StartOptions {
        peerUrls = List.copyOf(peerUrls);
    }
}
