package io.bellwether.benchmarks.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes request headers (RFC 7541) as real clients do: what is the same in every request is entered into the dynamic
 * table once and named by its index from then on; the path, which differs, is not entered.
 *
 * <p>Threads: confined to its connection's lock.
 */
final class HeaderEncoder {

    /** A header that is the same in every request, with the index of its name in the static table (RFC 7541, A). */
    record Field(int nameIndex, String value) {}

    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int METHOD_GET = 2;
    private static final int METHOD_POST = 3;
    private static final int PATH = 4;
    private static final int SCHEME_HTTPS = 7;
    private static final int ACCEPT = 19;
    private static final int AUTHORIZATION = 23;
    private static final int CONTENT_TYPE = 31;
    private static final int USER_AGENT = 58;
    private static final int FIRST_DYNAMIC_INDEX = 62;

    private static final int INDEXED = 0x80;
    private static final int LITERAL_ENTERED = 0x40;
    private static final int LITERAL = 0x00;
    private static final String JSON = "application/json";

    private static final int USUAL_TABLE_BYTES = 4096;

    private final List<Field> entered = new ArrayList<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(256);
    private boolean mayEnter = true;

    static List<Field> fields(Endpoint endpoint, boolean hasBody) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(AUTHORITY, endpoint.authority()));
        fields.add(new Field(USER_AGENT, "bellwether-benchmarks"));
        fields.add(new Field(ACCEPT, JSON));
        endpoint.bearerToken().ifPresent(token -> fields.add(new Field(AUTHORIZATION, "Bearer " + token)));
        if (hasBody) {
            fields.add(new Field(CONTENT_TYPE, JSON));
        }
        return fields;
    }

    /** The server's table may be smaller than what this encoder relies on; then nothing is entered. */
    void limitTable(int bytes) {
        mayEnter = bytes >= USUAL_TABLE_BYTES;
    }

    /** The header block of a request. */
    byte[] encode(Request.Method method, String path, List<Field> fields) {
        block.reset();
        switch (method) {
            case GET -> integer(INDEXED, 7, METHOD_GET);
            case POST -> integer(INDEXED, 7, METHOD_POST);
            case PUT, DELETE -> literal(LITERAL, 4, METHOD, method.name());
        }
        integer(INDEXED, 7, SCHEME_HTTPS);
        literal(LITERAL, 4, PATH, path);
        fields.forEach(this::constant);
        return block.toByteArray();
    }

    private void constant(Field field) {
        int position = entered.indexOf(field);
        if (position >= 0 && mayEnter) {
            integer(INDEXED, 7, FIRST_DYNAMIC_INDEX + entered.size() - 1 - position);
        } else if (mayEnter) {
            entered.add(field);
            literal(LITERAL_ENTERED, 6, field.nameIndex(), field.value());
        } else {
            literal(LITERAL, 4, field.nameIndex(), field.value());
        }
    }

    private void literal(int form, int prefixBits, int nameIndex, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        integer(form, prefixBits, nameIndex);
        integer(0, 7, bytes.length);
        block.writeBytes(bytes);
    }

    /** An integer with a prefix of so many bits (RFC 7541, 5.1). */
    private void integer(int form, int prefixBits, int value) {
        int limit = (1 << prefixBits) - 1;
        if (value < limit) {
            block.write(form | value);
            return;
        }
        block.write(form | limit);
        int rest = value - limit;
        while (rest >= 0x80) {
            block.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        block.write(rest);
    }
}
