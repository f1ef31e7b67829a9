package io.bellwether.etcd.member;

import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.MemberException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells before the first start what etcd would only tell in its log. */
final class Ports {

    private Ports() {}

    /** @throws MemberException when something listens where etcd is to */
    static void requireFree(MemberOptions.Addresses addresses) {
        List<String> all = new ArrayList<>(addresses.listenPeer());
        all.addAll(addresses.listenClient());
        for (String each : all) {
            Optional<URI> url = Urls.parse(each);
            url.ifPresent(Ports::requireFree);
        }
    }

    private static void requireFree(URI url) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(url.getHost(), url.getPort()));
        } catch (IOException taken) {
            throw new MemberException(
                    Reason.PORT_IN_USE,
                    url + " cannot be listened on: " + taken.getMessage() + "; end what uses it, or choose another",
                    taken);
        }
    }
}
