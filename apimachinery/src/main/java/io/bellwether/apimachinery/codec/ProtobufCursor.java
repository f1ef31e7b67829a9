package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.json.UnicodeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over one protobuf message: a range of bytes, never copied but for the values taken out of it. Lengths are
 * checked against the range before anything is allocated.
 */
final class ProtobufCursor {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int position;

    ProtobufCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    boolean hasMore() {
        return position < end;
    }

    /** The next tag: field number times eight plus wire type. */
    int tag() {
        long tag = varint();
        if (tag <= 0 || tag > Integer.MAX_VALUE || tag >>> 3 == 0) {
            throw malformed();
        }
        return (int) tag;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw malformed();
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    /** The embedded message at the current position, which is passed over. */
    ProtobufCursor message() {
        int length = length();
        ProtobufCursor message = new ProtobufCursor(bytes, position, position + length);
        position += length;
        return message;
    }

    byte[] byteString() {
        int length = length();
        byte[] taken = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return taken;
    }

    String text() {
        byte[] taken = byteString();
        if (!UnicodeText.isValidUtf8(taken)) {
            throw new MalformedBody("the body is not valid protobuf: text that is not UTF-8");
        }
        return new String(taken, StandardCharsets.UTF_8);
    }

    void skip(int wireType) {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw malformed();
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw malformed();
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > end - position) {
            throw malformed();
        }
        position += count;
    }

    private static MalformedBody malformed() {
        return new MalformedBody("the body is not valid protobuf: truncated or malformed");
    }
}
