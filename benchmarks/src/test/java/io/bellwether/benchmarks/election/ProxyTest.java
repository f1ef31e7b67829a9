package io.bellwether.benchmarks.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;

    /** Long enough for bytes that pass; what must not come is not waited for longer. */
    private static final int SILENCE_MILLIS = 200;

    private ServerSocket echo = new ServerSocket();
    private Proxy proxy;

    ProxyTest() throws IOException {
        echo.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        proxy = Proxy.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()), "test");
    }

    @BeforeEach
    void startEcho() {
        Threads.start("echo", () -> {
            try {
                while (true) {
                    Socket client = echo.accept();
                    Threads.start("echo-connection", () -> echo(client));
                }
            } catch (IOException end) {
                assertThat(echo.isClosed()).isTrue();
            }
        });
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException end) {
            throw new UncheckedIOException(end);
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Test
    void open_forwardsBothWays_andKeepsTheInstant() throws IOException {
        long before = System.nanoTime();
        try (Socket client = connect()) {
            client.getOutputStream().write('x');

            assertThat(client.getInputStream().read()).isEqualTo('x');
            assertThat(proxy.lastForwardedNanos()).isBetween(before, System.nanoTime());
        }
    }

    @Test
    void frozen_connectionsStayOpen_andNothingPasses() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            long last = proxy.lastForwardedNanos();

            proxy.freeze();
            client.getOutputStream().write('y');

            client.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.lastForwardedNanos()).isEqualTo(last);
        }
    }

    @Test
    void frozen_newConnections_areAcceptedAndSilent() throws IOException {
        proxy.freeze();

        try (Socket client = connect()) {
            client.getOutputStream().write('x');

            client.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void close_ofAFrozenOne_endsTheConnections() throws IOException {
        try (Socket client = connect()) {
            proxy.freeze();

            proxy.close();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }
}
