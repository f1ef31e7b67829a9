package io.bellwether.benchmarks.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes frames apart (RFC 9113, 4.1 and 6).
 *
 * <p>Threads: confined to the reader thread.
 */
final class FrameReader {

    /** What each frame means. */
    interface Handler {
        void headers(int stream, int status, boolean isLast);

        /** Payload without padding; {@code flowBytes} is what flow control counts, padding included. */
        void data(int stream, byte[] buffer, int offset, int length, int flowBytes, boolean isLast);

        void reset(int stream, int code);

        void goAway(int lastStream, int code);

        void windowUpdate(int stream, int increment);

        void setting(int number, int value);

        void settingsEnd();

        void ping(byte[] payload);
    }

    private final TlsChannel channel;
    private final Handler handler;
    private final byte[] buffer;
    private final ByteBuffer plain;

    FrameReader(TlsChannel channel, Handler handler) {
        this.channel = channel;
        this.handler = handler;
        // Room for many records, so that one read takes all that has arrived, after the rest of a frame.
        this.buffer = new byte[512 << 10];
        this.plain = ByteBuffer.wrap(buffer);
    }

    /** Blocks until something has arrived, and handles all frames that are complete. */
    void readSome() throws IOException {
        channel.read(plain);
        int end = plain.position();
        int position = 0;
        while (end - position >= FrameType.HEADER_BYTES) {
            int length = (buffer[position] & 0xff) << 16
                    | (buffer[position + 1] & 0xff) << 8
                    | (buffer[position + 2] & 0xff);
            if (length > FrameType.FIRST_FRAME_LIMIT_BYTES) {
                throw new Http2Exception("a frame of " + length + " bytes is longer than allowed");
            }
            if (end - position < FrameType.HEADER_BYTES + length) {
                break;
            }
            handle(position, length);
            position += FrameType.HEADER_BYTES + length;
        }
        plain.flip().position(position);
        plain.compact();
    }

    private void handle(int start, int length) {
        int type = buffer[start + 3];
        int flags = buffer[start + 4];
        int stream = integer(start + 5) & Integer.MAX_VALUE;
        int payload = start + FrameType.HEADER_BYTES;
        switch (type) {
            case FrameType.DATA -> data(stream, flags, payload, length);
            case FrameType.HEADERS -> headers(stream, flags, payload);
            case FrameType.RST_STREAM -> handler.reset(stream, integer(payload));
            case FrameType.SETTINGS -> settings(flags, payload, length);
            case FrameType.PING -> ping(flags, payload, length);
            case FrameType.GOAWAY -> handler.goAway(integer(payload) & Integer.MAX_VALUE, integer(payload + 4));
            case FrameType.WINDOW_UPDATE -> handler.windowUpdate(stream, integer(payload) & Integer.MAX_VALUE);
            default -> {
                // Continued headers hold no status; priorities and unknown frames are to be ignored (RFC 9113, 5.5).
            }
        }
    }

    private void data(int stream, int flags, int payload, int length) {
        boolean isPadded = (flags & FrameType.PADDED) != 0;
        int skipped = isPadded ? 1 : 0;
        int padding = isPadded ? buffer[payload] & 0xff : 0;
        boolean isLast = (flags & FrameType.END_STREAM) != 0;
        handler.data(stream, buffer, payload + skipped, length - skipped - padding, length, isLast);
    }

    private void headers(int stream, int flags, int payload) {
        int skipped = (flags & FrameType.PADDED) != 0 ? 1 : 0;
        skipped += (flags & FrameType.PRIORITY) != 0 ? FrameType.PRIORITY_BYTES : 0;
        boolean isLast = (flags & FrameType.END_STREAM) != 0;
        handler.headers(stream, StatusDecoder.decode(buffer, payload + skipped), isLast);
    }

    private void settings(int flags, int payload, int length) {
        if ((flags & FrameType.ACK) != 0) {
            return;
        }
        for (int at = payload; at < payload + length; at += FrameType.SETTING_BYTES) {
            handler.setting((buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff), integer(at + 2));
        }
        handler.settingsEnd();
    }

    private void ping(int flags, int payload, int length) {
        if ((flags & FrameType.ACK) == 0) {
            handler.ping(Arrays.copyOfRange(buffer, payload, payload + length));
        }
    }

    private int integer(int at) {
        return (buffer[at] & 0xff) << 24
                | (buffer[at + 1] & 0xff) << 16
                | (buffer[at + 2] & 0xff) << 8
                | (buffer[at + 3] & 0xff);
    }
}
