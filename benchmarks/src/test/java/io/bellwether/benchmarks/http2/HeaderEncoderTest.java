package io.bellwether.benchmarks.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderEncoderTest {

    private static final HeaderEncoder.Field AUTHORITY = new HeaderEncoder.Field(1, "a:1");
    private static final HeaderEncoder.Field ACCEPT = new HeaderEncoder.Field(19, "b");

    private final HeaderEncoder encoder = new HeaderEncoder();

    @Test
    void encode_firstRequest_entersConstants() {
        assertThat(encode(Request.Method.GET, AUTHORITY, ACCEPT)).isEqualTo("82 87 04022f70 4103613a31 530162");
    }

    @Test
    void encode_secondRequest_namesConstantsByIndex() {
        encode(Request.Method.GET, AUTHORITY, ACCEPT);

        assertThat(encode(Request.Method.POST, AUTHORITY, ACCEPT)).isEqualTo("83 87 04022f70 bf be");
    }

    @Test
    void encode_laterConstant_movesIndexes() {
        encode(Request.Method.GET, AUTHORITY);

        assertThat(encode(Request.Method.GET, AUTHORITY, ACCEPT)).isEqualTo("82 87 04022f70 be 530162");
        assertThat(encode(Request.Method.GET, AUTHORITY, ACCEPT)).isEqualTo("82 87 04022f70 bf be");
    }

    @Test
    void encode_serverWithoutTable_entersNothing() {
        encoder.limitTable(0);

        assertThat(encode(Request.Method.PUT, ACCEPT)).isEqualTo("0203505554 87 04022f70 0f040162");
        assertThat(encode(Request.Method.PUT, ACCEPT)).isEqualTo("0203505554 87 04022f70 0f040162");
    }

    @Test
    void encode_longPath_writesLengthInSeveralBytes() {
        byte[] block = encoder.encode(Request.Method.GET, "/" + "x".repeat(1336), List.of());

        // 1337 in a prefix of seven bits: 127, then 1210 in two bytes.
        assertThat(HexFormat.of().formatHex(block, 2, 6)).isEqualTo("047fba09");
    }

    private String encode(Request.Method method, HeaderEncoder.Field... fields) {
        String plain = HexFormat.of().formatHex(encoder.encode(method, "/p", List.of(fields)));
        return spaced(plain);
    }

    /** Spaces between the fields, so that the expectation can be read; the bytes stay in their order. */
    private static String spaced(String hex) {
        StringBuilder spaced = new StringBuilder();
        int position = 0;
        while (position < hex.length()) {
            int end = position + fieldLength(hex, position);
            spaced.append(spaced.isEmpty() ? "" : " ").append(hex, position, end);
            position = end;
        }
        return spaced.toString();
    }

    private static int fieldLength(String hex, int position) {
        int first = Integer.parseInt(hex.substring(position, position + 2), 16);
        if ((first & 0x80) != 0) {
            return 2;
        }
        int nameBytes = (first & 0x4f) == 0x0f ? 2 : 1;
        int lengthAt = position + 2 * nameBytes;
        int valueBytes = Integer.parseInt(hex.substring(lengthAt, lengthAt + 2), 16);
        return 2 * (nameBytes + 1 + valueBytes);
    }
}
