package io.bellwether.apiserver.http;

import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.datadir.ServerException.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** Takes the port to listen on, and says in one sentence what stands in the way. */
final class ListenSocket {

    /** Connections that wait to be accepted; the kernel may cut it. */
    private static final int BACKLOG = 4096;

    /** Ports below it belong to the superuser unless the machine says otherwise. */
    private static final int FIRST_FREE_PORT = 1024;

    private ListenSocket() {}

    /** A bound socket; clients that connect before the server accepts wait in its backlog. */
    static ServerSocketChannel bind(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new ServerException(
                    Reason.ADDRESS_UNUSABLE,
                    "cannot listen on " + address.getHostString() + ": no such host; choose an address of this"
                            + " machine with --listen",
                    null);
        }
        try {
            return open(address);
        } catch (IOException e) {
            throw explain(address, e);
        }
    }

    private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The system gives no code with its refusal; whether another port of the address would do tells the reasons apart.
     */
    private static ServerException explain(InetSocketAddress address, IOException cause) {
        String where = address.getAddress().getHostAddress();
        try {
            open(new InetSocketAddress(address.getAddress(), 0)).close();
        } catch (IOException e) {
            return new ServerException(
                    Reason.ADDRESS_UNUSABLE,
                    "cannot listen on " + where + ": it is not an address of this machine; choose one with --listen",
                    cause);
        }
        int port = address.getPort();
        if (port < FIRST_FREE_PORT && cause.getClass() != BindException.class) {
            return new ServerException(
                    Reason.ADDRESS_UNUSABLE,
                    "cannot listen on port " + port + " of " + where + ": ports below " + FIRST_FREE_PORT
                            + " need privileges; choose another with --listen",
                    cause);
        }
        return new ServerException(
                Reason.ADDRESS_IN_USE,
                "cannot listen on port " + port + " of " + where + ": another program does; stop it, or choose"
                        + " another port with --listen",
                cause);
    }
}
