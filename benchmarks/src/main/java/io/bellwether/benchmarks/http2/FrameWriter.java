package io.bellwether.benchmarks.http2;

import java.util.Arrays;

/**
 * Frames on their way out, one after the other in one array.
 *
 * <p>Threads: confined to its connection's lock.
 */
final class FrameWriter {

    private byte[] bytes = new byte[64 << 10];
    private int size;

    int size() {
        return size;
    }

    void frame(int type, int flags, int stream, byte[] payload, int offset, int length) {
        reserve(FrameType.HEADER_BYTES + length);
        header(length, type, flags, stream);
        System.arraycopy(payload, offset, bytes, size, length);
        size += length;
    }

    void frame(int type, int flags, int stream, byte[] payload) {
        frame(type, flags, stream, payload, 0, payload.length);
    }

    void windowUpdate(int stream, int increment) {
        reserve(FrameType.HEADER_BYTES + Integer.BYTES);
        header(Integer.BYTES, FrameType.WINDOW_UPDATE, 0, stream);
        integer(increment);
    }

    /** Settings as pairs of a number and a value. */
    void settings(int... pairs) {
        int length = pairs.length / 2 * FrameType.SETTING_BYTES;
        reserve(FrameType.HEADER_BYTES + length);
        header(length, FrameType.SETTINGS, 0, 0);
        for (int index = 0; index < pairs.length; index += 2) {
            bytes[size++] = (byte) (pairs[index] >>> 8);
            bytes[size++] = (byte) pairs[index];
            integer(pairs[index + 1]);
        }
    }

    void raw(byte[] payload) {
        reserve(payload.length);
        System.arraycopy(payload, 0, bytes, size, payload.length);
        size += payload.length;
    }

    /** Hands over what was written, and begins anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, size);
        size = 0;
        return taken;
    }

    private void header(int length, int type, int flags, int stream) {
        bytes[size++] = (byte) (length >>> 16);
        bytes[size++] = (byte) (length >>> 8);
        bytes[size++] = (byte) length;
        bytes[size++] = (byte) type;
        bytes[size++] = (byte) flags;
        integer(stream);
    }

    private void integer(int value) {
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void reserve(int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }
}
