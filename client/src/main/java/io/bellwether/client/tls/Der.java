package io.bellwether.client.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The few rules of DER (X.690) that wrapping a bare private key in PKCS#8 needs: definite lengths, tag, length, value.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private Der() {}

    /** A value with its tag and length before it. */
    static byte[] encode(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int lengthBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | lengthBytes);
            for (int shift = (lengthBytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** One value read from a buffer. */
    record Value(int tag, ByteBuffer content) {}

    /** Reads the next value and moves past it. */
    static Value read(ByteBuffer from) throws GeneralSecurityException {
        if (from.remaining() < 2) {
            throw new GeneralSecurityException("the key ends too early");
        }
        int tag = from.get() & 0xff;
        int length = from.get() & 0xff;
        if (length >= 0x80) {
            int lengthBytes = length & 0x7f;
            if (lengthBytes == 0 || lengthBytes > 3 || from.remaining() < lengthBytes) {
                throw new GeneralSecurityException("the key has a malformed length");
            }
            length = 0;
            for (int index = 0; index < lengthBytes; index++) {
                length = (length << 8) | (from.get() & 0xff);
            }
        }
        if (length > from.remaining()) {
            throw new GeneralSecurityException("the key ends too early");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return new Value(tag, content);
    }

    static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }
}
