package io.bellwether.certificates;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a certificate that signs no others is to say.
 *
 * @param commonName of its subject
 * @param organizations of its subject; Kubernetes reads a user's groups from them; the list is copied
 * @param purposes what it may be used for; the set is copied and not empty
 * @param names DNS names and IP addresses it stands for; empty for a mere client; the set is copied
 * @param life from now on
 */
public record Leaf(
        String commonName, List<String> organizations, Set<Purpose> purposes, Set<String> names, Duration life) {

    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

    /** What a certificate may be used for. */
    public enum Purpose {
        /** The server's side of TLS. */
        SERVER,
        /** The client's side of TLS. */
        CLIENT
    }

    /** Copies, and refuses what nothing could be done with. */
    public Leaf {
        organizations = List.copyOf(organizations);
        purposes = Set.copyOf(purposes);
        names = Set.copyOf(names);
        if (purposes.isEmpty() || life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("a certificate is for something, and for some time");
        }
    }

    /** Whether a name is an IP address rather than a DNS name. */
    public static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || IPV4.matcher(name).matches();
    }
}
