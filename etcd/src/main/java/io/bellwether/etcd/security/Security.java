package io.bellwether.etcd.security;

import java.time.Duration;
import java.util.Set;

/**
 * How a node proves itself.
 *
 * @param token the cluster's
 * @param names under which the node is reached beside those of its addresses: DNS names and IP addresses; copied
 * @param leafLife of the certificate that the node issues to itself; another one is issued when a third of it is left
 */
public record Security(JoinToken token, Set<String> names, Duration leafLife) {

    /** Of a node's certificate, unless said otherwise. */
    public static final Duration LEAF_LIFE = Duration.ofDays(90);

    /** Copies the set. */
    public Security {
        names = Set.copyOf(names);
    }
}
