package io.bellwether.etcd.security;

import io.bellwether.certificates.Leaf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Names of machines as certificates have them. */
final class Hosts {

    private Hosts() {}

    /**
     * DNS names in lower case; addresses as the JDK writes those it reads from certificates. No name service is asked.
     */
    static String canonical(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!Leaf.isAddress(bare)) {
            return bare.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(bare).getHostAddress();
        } catch (UnknownHostException none) {
            throw new IllegalArgumentException("\"" + host + "\" is no address", none);
        }
    }
}
