package io.bellwether.benchmarks.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a connection knows of its streams, and the frames that wait to be sent.
 *
 * <p>Threads: safe from any thread; one lock owns everything, and each method is atomic. Nothing here blocks.
 */
final class Streams {

    private final List<HeaderEncoder.Field> fields;
    private final List<HeaderEncoder.Field> fieldsWithBody;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Integer, Exchange> exchanges = new HashMap<>();

    @GuardedBy("lock")
    private final Deque<Exchange> unsent = new ArrayDeque<>();

    @GuardedBy("lock")
    private final FrameWriter out = new FrameWriter();

    @GuardedBy("lock")
    private final HeaderEncoder headers = new HeaderEncoder();

    @GuardedBy("lock")
    private int nextStream = 1;

    @GuardedBy("lock")
    private long sendWindowBytes = FrameType.FIRST_WINDOW_BYTES;

    @GuardedBy("lock")
    private int streamWindowBytes = FrameType.FIRST_WINDOW_BYTES;

    @GuardedBy("lock")
    private int frameLimitBytes = FrameType.FIRST_FRAME_LIMIT_BYTES;

    @GuardedBy("lock")
    private int maxStreams = Integer.MAX_VALUE;

    @GuardedBy("lock")
    private boolean closed;

    Streams(Endpoint endpoint) {
        this.fields = List.copyOf(HeaderEncoder.fields(endpoint, false));
        this.fieldsWithBody = List.copyOf(HeaderEncoder.fields(endpoint, true));
    }

    /** The client's first words: the preface, its settings, and the window of the connection. */
    void greet(byte[] preface, int windowBytes) {
        lock.lock();
        try {
            out.raw(preface);
            out.settings(
                    FrameType.SETTING_HEADER_TABLE_SIZE, 0,
                    FrameType.SETTING_ENABLE_PUSH, 0,
                    FrameType.SETTING_INITIAL_WINDOW_SIZE, windowBytes);
            out.windowUpdate(0, windowBytes - FrameType.FIRST_WINDOW_BYTES);
        } finally {
            lock.unlock();
        }
    }

    int maxStreams() {
        lock.lock();
        try {
            return maxStreams;
        } finally {
            lock.unlock();
        }
    }

    /** Opens a stream; answers false when the connection is closed. */
    boolean open(Request request, ResponseListener listener) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Exchange exchange = new Exchange(nextStream, request, listener, streamWindowBytes);
            nextStream += 2;
            exchanges.put(exchange.id, exchange);
            writeHeaders(exchange.id, request);
            if (request.hasBody()) {
                unsent.add(exchange);
                writeBodies();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void writeHeaders(int stream, Request request) {
        List<HeaderEncoder.Field> constant = request.hasBody() ? fieldsWithBody : fields;
        int flags = FrameType.END_HEADERS | (request.hasBody() ? 0 : FrameType.END_STREAM);
        out.frame(FrameType.HEADERS, flags, stream, headers.encode(request.method(), request.path(), constant));
    }

    /** In order of the requests: a body that waits for its own stream's window holds up the ones behind it. */
    @GuardedBy("lock")
    private void writeBodies() {
        while (!unsent.isEmpty() && sendWindowBytes > 0) {
            Exchange first = unsent.getFirst();
            int written = first.writeBody(out, Math.min(sendWindowBytes, frameLimitBytes));
            sendWindowBytes -= written;
            if (first.isSent()) {
                unsent.removeFirst();
            } else if (written == 0) {
                return;
            }
        }
    }

    /** The stream's exchange, if it is open; its last frame ends it. */
    @Nullable
    Exchange find(int stream, boolean isLast) {
        lock.lock();
        try {
            return isLast ? exchanges.remove(stream) : exchanges.get(stream);
        } finally {
            lock.unlock();
        }
    }

    /** The server allows more bytes, on a stream or, as stream 0, on the connection. */
    void widen(int stream, int increment) {
        lock.lock();
        try {
            if (stream == 0) {
                sendWindowBytes += increment;
            } else if (exchanges.containsKey(stream)) {
                exchanges.get(stream).widen(increment);
            }
            writeBodies();
        } finally {
            lock.unlock();
        }
    }

    /** One of the server's settings; those that limit what this client does not do have no effect. */
    void set(int number, int value) {
        lock.lock();
        try {
            switch (number) {
                case FrameType.SETTING_MAX_CONCURRENT_STREAMS -> maxStreams = value;
                case FrameType.SETTING_MAX_FRAME_SIZE -> frameLimitBytes = value;
                case FrameType.SETTING_INITIAL_WINDOW_SIZE -> {
                    long change = (long) value - streamWindowBytes;
                    exchanges.values().forEach(exchange -> exchange.widen(change));
                    streamWindowBytes = value;
                }
                case FrameType.SETTING_HEADER_TABLE_SIZE -> headers.limitTable(value);
                default -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    void acknowledge(int frameType, byte[] payload) {
        lock.lock();
        try {
            out.frame(frameType, FrameType.ACK, 0, payload);
        } finally {
            lock.unlock();
        }
    }

    void windowUpdate(int stream, int bytes) {
        lock.lock();
        try {
            out.windowUpdate(stream, bytes);
        } finally {
            lock.unlock();
        }
    }

    boolean hasOutput() {
        lock.lock();
        try {
            return out.size() > 0 && !closed;
        } finally {
            lock.unlock();
        }
    }

    byte[] takeOutput() {
        lock.lock();
        try {
            return out.take();
        } finally {
            lock.unlock();
        }
    }

    /** Opens no more; answers what was open. */
    List<Exchange> close() {
        lock.lock();
        try {
            closed = true;
            List<Exchange> open = new ArrayList<>(exchanges.values());
            exchanges.clear();
            unsent.clear();
            return open;
        } finally {
            lock.unlock();
        }
    }
}
