package io.bellwether.apiserver.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes a list as it is written piece by piece. A short one is kept back and sent whole, with its length; a long one is
 * sent in parts as it grows, compressed when the client takes that.
 *
 * <p>Units and limits: at most {@value #COMPRESSION_MINIMUM} bytes are held.
 *
 * <p>Threads: one.
 */
final class ListStream extends OutputStream {

    /** As kube-apiserver: below this compression costs more than it saves. */
    static final int COMPRESSION_MINIMUM = 128 * 1024;

    private static final int FIRST_SIZE = 8 * 1024;

    private final Response response;
    private final ResponseWriter writer;
    private final Encoding encoding;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int size;
    private @Nullable FastGzip compressor;
    private boolean streaming;

    /** How the parts of a long list go out. */
    enum Encoding {
        IDENTITY,
        GZIP
    }

    ListStream(Response response, ResponseWriter writer, Encoding encoding) {
        this.response = response;
        this.writer = writer;
        this.encoding = encoding;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (size == COMPRESSION_MINIMUM) {
                sendBuffer();
            }
            int count = Math.min(left, COMPRESSION_MINIMUM - size);
            ensureRoom(count);
            System.arraycopy(source, from, buffer, size, count);
            size += count;
            from += count;
            left -= count;
        }
    }

    /** What is still held at the end, to be sent as the last part: the whole list when it is short. */
    ByteBuffer finish() throws IOException {
        FastGzip gzip = compressor;
        if (gzip == null) {
            return ByteBuffer.wrap(buffer, 0, size);
        }
        gzip.write(buffer, 0, size);
        gzip.close();
        return ByteBuffer.allocate(0);
    }

    /** Frees the compressor's native memory when the list was not finished. */
    void abandon() {
        FastGzip gzip = compressor;
        if (gzip != null) {
            gzip.release();
        }
    }

    private void ensureRoom(int count) {
        if (size + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(COMPRESSION_MINIMUM, Math.max(size + count, buffer.length * 2)));
        }
    }

    private void sendBuffer() throws IOException {
        if (!streaming) {
            beginStreaming();
        }
        FastGzip gzip = compressor;
        if (gzip == null) {
            send(buffer, 0, size);
        } else {
            gzip.write(buffer, 0, size);
        }
        size = 0;
    }

    private void beginStreaming() throws IOException {
        streaming = true;
        if (encoding == Encoding.GZIP) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip").put(HttpHeader.VARY, "Accept-Encoding");
            compressor = new FastGzip(new Parts());
        }
    }

    private void send(byte[] source, int offset, int length) throws IOException {
        try {
            writer.write(ByteBuffer.wrap(source, offset, length));
        } catch (ClientGoneException e) {
            throw e.asIoException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Where the compressor's output goes. */
    private final class Parts extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            send(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            send(source, offset, length);
        }
    }

    /** The JDK's gzip stream takes its level only from a subclass. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void release() {
            def.end();
        }
    }
}
