package io.bellwether.apiserver.certs;

import io.bellwether.certificates.Leaf;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names under which clients reach the server: what its certificate stands for.
 *
 * @param names DNS names in lower case, and IP addresses as {@link InetAddress#getHostAddress} writes them; the set is
 *     copied
 */
public record ServingNames(Set<String> names) {

    private static final Pattern DNS_NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    public ServingNames {
        names = Set.copyOf(names);
    }

    /**
     * This machine under its usual names, and the address listened on; for a wildcard address all addresses of this
     * machine. No name service is asked.
     *
     * @param node the name of this machine; left out when it is not a DNS name
     */
    public static ServingNames of(InetAddress listen, String node) {
        Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        String host = node.toLowerCase(Locale.ROOT);
        if (host.length() <= 253 && DNS_NAME.matcher(host).matches() && !Leaf.isAddress(host)) {
            names.add(host);
        }
        if (listen.isAnyLocalAddress()) {
            addOwnAddresses(names);
        } else {
            names.add(address(listen));
        }
        return new ServingNames(names);
    }

    private static void addOwnAddresses(Set<String> names) {
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> !own.isLinkLocalAddress())
                    .forEach(own -> names.add(address(own)));
        } catch (SocketException e) {
            // A machine that cannot list its interfaces still serves the names above.
            return;
        }
    }

    /** Without the zone that Java appends to some IPv6 addresses: a certificate has no place for it. */
    private static String address(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
