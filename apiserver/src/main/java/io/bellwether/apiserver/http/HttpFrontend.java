package io.bellwether.apiserver.http;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The TLS port with HTTP/1.1 and HTTP/2.
 *
 * <p>Shape: the constructor takes the port, so that a taken one is known before anything expensive; {@link #start}
 * serves; {@link #close} ends all connections. What is in flight must be finished before: Jetty's own graceful stop
 * loses requests in flight on HTTP/2.
 *
 * <p>Threads: the handler moves requests to virtual threads; Jetty's acceptor and selectors are a few platform threads
 * named {@code http-…}. Started by one thread; closed by any, and again.
 *
 * <p>Errors: {@code ServerException} when the port cannot be had.
 */
final class HttpFrontend implements AutoCloseable {

    /** Bytes: Kubernetes clients send tokens of kilobytes, nothing sends more. */
    private static final int HEADER_SIZE_LIMIT = 64 * 1024;

    /** Streams of one connection: an informer-heavy client puts all its watches on one. */
    private static final int STREAM_LIMIT = 10_000;

    /**
     * Bytes a client may send ahead on one connection, and on one stream: a body at its limit flows without waiting.
     */
    private static final int CONNECTION_WINDOW = 8 * 1024 * 1024;

    private static final int STREAM_WINDOW = 1024 * 1024;

    /** Selectors, acceptor, and what Jetty runs that may not block a selector. */
    private static final int PLATFORM_THREADS = 24;

    private final HttpOptions options;
    private final Clock clock;
    private final ServerSocketChannel channel;
    private final Server server;
    private final ServerConnector connector;
    private final ConnectionSweeper sweeper;
    private final Departures departures = new Departures();

    HttpFrontend(HttpOptions options, Clock clock, Scheduler scheduler, Executor executor) {
        this.options = options;
        this.clock = clock;
        this.channel = ListenSocket.bind(options.listen());
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        this.server = new Server(threads);
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.connector = new ServerConnector(server, 1, selectors);
        this.sweeper = new ConnectionSweeper(connector, clock, scheduler, executor);
    }

    /** The address listened on, with the port that was free. */
    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("a bound socket has an address", e);
        }
    }

    /** Serves. */
    void start(TlsIdentity tls, Handler handler) throws Exception {
        HttpConfiguration http = configuration();
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory http2 = http2(http);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(http1.getProtocol());
        connector.clearConnectionFactories();
        connector.addConnectionFactory(tls(tls, alpn));
        connector.addConnectionFactory(alpn);
        connector.addConnectionFactory(http2);
        connector.addConnectionFactory(http1);
        connector.setDefaultProtocol("SSL");
        // The sweeper decides what is idle: a quiet watch is not.
        connector.setIdleTimeout(0);
        connector.open(channel);
        connector.addBean(departures);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.connectionLimit(), connector));
        server.setHandler(handler);
        server.setErrorHandler(new StatusErrorHandler());
        server.setStopTimeout(0);
        server.start();
        sweeper.start();
    }

    /** The clients' way out. */
    Departures departures() {
        return departures;
    }

    @Override
    public void close() {
        sweeper.stop();
        try {
            server.stop();
            channel.close();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_SIZE_LIMIT);
        http.setOutputBufferSize(64 * 1024);
        http.setPersistentConnectionsEnabled(true);
        return http;
    }

    private static SslConnectionFactory tls(TlsIdentity tls, ALPNServerConnectionFactory next)
            throws GeneralSecurityException {
        return new SslConnectionFactory(tls.contextFactory(), next.getProtocol());
    }

    private HTTP2ServerConnectionFactory http2(HttpConfiguration http) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(STREAM_LIMIT);
        http2.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        http2.setStreamIdleTimeout(0);
        http2.setRateControlFactory(new RateControl.Factory() {
            @Override
            public RateControl newRateControl(EndPoint endPoint) {
                return new ControlFrameLimits(clock);
            }
        });
        return http2;
    }
}
