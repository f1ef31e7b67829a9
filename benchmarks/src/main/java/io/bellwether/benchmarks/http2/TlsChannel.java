package io.bellwether.benchmarks.http2;

import io.bellwether.execution.Invariant;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A TLS connection that reads many records with one system call, which a {@code SSLSocket} does not: it asks the kernel
 * twice for each record, and servers put every watch event into a record of its own.
 *
 * <p>Threads: one thread reads, one at a time writes.
 */
final class TlsChannel implements Closeable {

    private static final String HTTP2 = "h2";
    private static final int READ_BUFFER_BYTES = 256 << 10;

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(READ_BUFFER_BYTES);
    private ByteBuffer sealed = ByteBuffer.allocate(64 << 10);

    private TlsChannel(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
    }

    /** Connects and shakes hands; blocks. */
    static TlsChannel open(Endpoint endpoint) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(endpoint.host(), endpoint.port()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SSLEngine engine = endpoint.tls().createSSLEngine(endpoint.host(), endpoint.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {HTTP2});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        TlsChannel channel = new TlsChannel(socket, engine);
        try {
            channel.shakeHands();
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
        return channel;
    }

    private void shakeHands() throws IOException {
        received.flip();
        engine.beginHandshake();
        ByteBuffer nothing = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            status = switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> sealAndSend(ByteBuffer.allocate(0));
                default -> unwrapHandshake(nothing);
            };
        }
        if (!HTTP2.equals(engine.getApplicationProtocol())) {
            throw new SSLException("the server does not speak HTTP/2");
        }
    }

    private HandshakeStatus runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private HandshakeStatus unwrapHandshake(ByteBuffer nothing) throws IOException {
        SSLEngineResult result = engine.unwrap(received, nothing);
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            receive();
        }
        return result.getHandshakeStatus();
    }

    /** One blocking read of whatever is there; the buffer is in the state of being drained before and after. */
    private void receive() throws IOException {
        received.compact();
        int count = socket.read(received);
        received.flip();
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    /**
     * Blocks until at least one record is there and opens as many as there are and fit.
     *
     * @param into has room for one record at least ({@link #recordBytes()})
     */
    void read(ByteBuffer into) throws IOException {
        int before = into.position();
        while (true) {
            SSLEngineResult result = engine.unwrap(received, into);
            switch (result.getStatus()) {
                case OK -> {
                    if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                        runTasks();
                    }
                }
                case BUFFER_OVERFLOW -> {
                    Invariant.check(into.position() > before, "the buffer holds a record: %s", into.capacity());
                    return;
                }
                case BUFFER_UNDERFLOW -> {
                    if (into.position() > before) {
                        return;
                    }
                    receive();
                }
                case CLOSED -> throw new EOFException("the server closed the TLS session");
            }
        }
    }

    /** The room that {@link #read} needs. */
    int recordBytes() {
        return engine.getSession().getApplicationBufferSize();
    }

    /** Sends all bytes; blocks while the server does not take them. */
    void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            sealAndSend(plain);
        }
    }

    private HandshakeStatus sealAndSend(ByteBuffer plain) throws IOException {
        SSLEngineResult result;
        do {
            result = engine.wrap(plain, sealed);
            if (result.getStatus() == Status.CLOSED) {
                throw new EOFException("the TLS session is closed");
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW && sealed.position() == 0) {
                sealed = ByteBuffer.allocate(sealed.capacity() * 2);
            }
        } while (plain.hasRemaining() && result.getStatus() == Status.OK);
        sealed.flip();
        while (sealed.hasRemaining()) {
            socket.write(sealed);
        }
        sealed.clear();
        return result.getHandshakeStatus();
    }

    /** Closes the socket without the farewell of TLS: the server must bear that anyway. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyLost) {
            throw new UncheckedIOException(alreadyLost);
        }
    }
}
