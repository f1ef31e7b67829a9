package io.bellwether.benchmarks.http2;

import io.bellwether.execution.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One HTTP/2 connection over TLS with many requests under way.
 *
 * <p>Bounds: the server may send 1 GiB per stream and connection before it must wait, so that the client's windows
 * never slow a server down; a request's body waits, in order, for the server's windows. A request without an answer has
 * no deadline here: whoever measures has one.
 *
 * <p>Threads: {@link #send} from any thread; listeners are called on the reader thread. {@code writing} is the right to
 * write to the channel; nobody waits for it.
 */
public final class Http2Connection implements AutoCloseable {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int WINDOW_BYTES = 1 << 30;
    private static final int SETTINGS_DEADLINE_SECONDS = 30;

    private final TlsChannel channel;
    private final Streams streams;
    private final CountDownLatch settingsArrived = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread reader;

    private Http2Connection(TlsChannel channel, Endpoint endpoint, String name) {
        this.channel = channel;
        this.streams = new Streams(endpoint);
        streams.greet(PREFACE, WINDOW_BYTES);
        this.reader = Threads.start(name, this::readAll);
    }

    /**
     * Connects, and waits for the server's settings.
     *
     * <p>Errors: Http2Exception when the server cannot be reached or does not speak HTTP/2.
     *
     * @param name of the reader thread
     */
    public static Http2Connection open(Endpoint endpoint, String name) {
        try {
            Http2Connection connection = new Http2Connection(TlsChannel.open(endpoint), endpoint, name);
            connection.flush();
            connection.awaitSettings();
            return connection;
        } catch (IOException unreachable) {
            throw new Http2Exception("no connection to " + endpoint.authority(), unreachable);
        }
    }

    private void awaitSettings() {
        try {
            if (!settingsArrived.await(SETTINGS_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new Http2Exception("no settings from the server in " + SETTINGS_DEADLINE_SECONDS + " seconds");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Http2Exception("interrupted while connecting", interrupted);
        }
    }

    /** How many requests may be under way on this connection, as the server has said. */
    public int maxStreams() {
        return streams.maxStreams();
    }

    /**
     * Sends a request: on the reader thread when all that has been read is worked off, on other threads at once.
     *
     * <p>Errors: the listener hears of a lost connection, also of one lost before.
     */
    public void send(Request request, ResponseListener listener) {
        if (!streams.open(request, listener)) {
            listener.onFailure(new Http2Exception("the connection is closed"));
        } else if (!Thread.currentThread().equals(reader)) {
            flush();
        }
    }

    /** Whoever may not write leaves its frames to the one who does, who looks again before it goes. */
    private void flush() {
        while (streams.hasOutput() && writing.tryLock()) {
            try {
                channel.write(ByteBuffer.wrap(streams.takeOutput()));
            } catch (IOException lost) {
                end(new Http2Exception("the connection is lost", lost));
            } finally {
                writing.unlock();
            }
        }
    }

    private void readAll() {
        Incoming incoming = new Incoming(streams, WINDOW_BYTES / 2, settingsArrived::countDown);
        FrameReader frames = new FrameReader(channel, incoming);
        try {
            while (true) {
                frames.readSome();
                flush();
            }
        } catch (IOException lost) {
            end(new Http2Exception("the connection is lost", lost));
        } catch (Http2Exception broken) {
            end(broken);
        }
    }

    private void end(Http2Exception reason) {
        List<Exchange> open = streams.close();
        settingsArrived.countDown();
        channel.close();
        open.forEach(exchange -> exchange.listener.onFailure(reason));
    }

    /** Ends the connection; the listeners of requests under way hear of a failure. */
    @Override
    public void close() {
        end(new Http2Exception("the connection was closed by this side"));
    }
}
