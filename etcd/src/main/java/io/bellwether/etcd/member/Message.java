package io.bellwether.etcd.member;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a message in the encoding of Protocol Buffers, of which the last counts where one comes twice.
 *
 * <p>Errors: {@link IllegalArgumentException} for bytes that are none.
 */
final class Message {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private static final int TYPE_BITS = 3;
    private static final int GROUP_BITS = 7;

    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, byte[]> bytes = new HashMap<>();

    Message(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int field = (int) (tag >>> TYPE_BITS);
            int type = (int) (tag & ((1 << TYPE_BITS) - 1));
            switch (type) {
                case VARINT -> numbers.put(field, varint(in));
                case FIXED_64 -> numbers.put(field, require(in, Long.BYTES).getLong());
                case BYTES -> bytes.put(field, take(in, varint(in)));
                case FIXED_32 ->
                    numbers.put(field, (long) require(in, Integer.BYTES).getInt());
                default -> throw new IllegalArgumentException("no message: a field of type " + type);
            }
        }
    }

    boolean has(int field) {
        return numbers.containsKey(field) || bytes.containsKey(field);
    }

    /** A number; 0 where there is none, as the encoding has it. */
    long number(int field) {
        return numbers.getOrDefault(field, 0L);
    }

    /** Bytes; none where there are none. */
    byte[] bytes(int field) {
        return bytes.getOrDefault(field, new byte[0]);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
            byte next = require(in, 1).get();
            value |= (next & ((1L << GROUP_BITS) - 1)) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("no message: a number without an end");
    }

    private static byte[] take(ByteBuffer in, long length) {
        ByteBuffer rest = require(in, length);
        byte[] taken = new byte[(int) length];
        rest.get(taken);
        return taken;
    }

    private static ByteBuffer require(ByteBuffer in, long length) {
        if (length < 0 || in.remaining() < length) {
            throw new IllegalArgumentException("no message: it is cut off");
        }
        return in;
    }
}
