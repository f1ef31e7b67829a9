package io.bellwether.etcd.discovery;

import io.bellwether.etcd.discovery.ServiceRecords.Place;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of the domain name system (RFC 1035), as far as SRV records need them. */
final class DnsMessage {

    private static final int SRV = 33;
    private static final int INTERNET = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TRUNCATED = 0x0200;
    private static final int CODE = 0x000f;
    private static final int POINTER = 0xc0;
    private static final int LABEL_LIMIT = 63;
    private static final int HEADER_BYTES = 12;
    private static final int LIMIT_BYTES = 512;

    /** No name has more labels than half its 255 bytes; pointers in a circle would have. */
    private static final int LABELS_LIMIT = 128;

    private DnsMessage() {}

    /** Asks for the SRV records of a name. */
    static byte[] query(int id, String name) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(LIMIT_BYTES);
        message.putShort((short) id).putShort((short) RECURSION_DESIRED).putShort((short) 1);
        message.putShort((short) 0).putInt(0);
        for (String label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0 || bytes.length > LABEL_LIMIT || message.remaining() < bytes.length + 6) {
                throw new IOException("\"" + name + "\" is no domain name");
            }
            message.put((byte) bytes.length).put(bytes);
        }
        message.put((byte) 0).putShort((short) SRV).putShort((short) INTERNET);
        return Arrays.copyOf(message.array(), message.position());
    }

    /** Whether there is more than fitted. */
    static boolean isTruncated(byte[] answer) {
        return answer.length >= HEADER_BYTES && (ByteBuffer.wrap(answer).getShort(2) & TRUNCATED) != 0;
    }

    /** The services in an answer to a query; an IOException for what is none. */
    static List<Place> services(byte[] answer, byte[] query) throws IOException {
        ByteBuffer message = ByteBuffer.wrap(answer);
        try {
            int code = message.getShort(2) & CODE;
            boolean ours = message.getShort(0) == ByteBuffer.wrap(query).getShort(0) && message.getShort(4) == 1;
            if (!ours || code != 0) {
                throw new IOException("the name server answers " + (ours ? "with code " + code : "something else"));
            }
            int count = message.getShort(6);
            message.position(HEADER_BYTES);
            String unused = name(message);
            message.position(message.position() + 4);
            List<Place> places = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                service(message, places);
            }
            return places;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw new IOException("the name server's answer ends too early", cut);
        }
    }

    /** One record; other kinds, such as aliases, may stand before those asked for. */
    private static void service(ByteBuffer message, List<Place> places) throws IOException {
        String unused = name(message);
        int type = message.getShort();
        message.position(message.position() + 6);
        int length = Short.toUnsignedInt(message.getShort());
        int end = message.position() + length;
        if (type == SRV) {
            int priority = Short.toUnsignedInt(message.getShort());
            message.position(message.position() + 2);
            int port = Short.toUnsignedInt(message.getShort());
            places.add(new Place(priority, name(message), port));
        }
        message.position(end);
    }

    /** A name, part of which may stand earlier in the message. */
    private static String name(ByteBuffer message) throws IOException {
        List<String> labels = new ArrayList<>();
        ByteBuffer at = message;
        int length = Byte.toUnsignedInt(at.get());
        int parts = 0;
        while (length != 0) {
            if (length >= POINTER) {
                int target = ((length - POINTER) << Byte.SIZE) | Byte.toUnsignedInt(at.get());
                at = message.duplicate().position(target);
            } else {
                byte[] label = new byte[length];
                at.get(label);
                labels.add(new String(label, StandardCharsets.US_ASCII));
            }
            parts++;
            if (parts > LABELS_LIMIT) {
                throw new IOException("a name in the name server's answer does not end");
            }
            length = Byte.toUnsignedInt(at.get());
        }
        return String.join(".", labels);
    }
}
