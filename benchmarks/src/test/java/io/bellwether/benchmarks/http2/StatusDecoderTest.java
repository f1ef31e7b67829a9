package io.bellwether.benchmarks.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The blocks are written by hand after RFC 7541. */
class StatusDecoderTest {

    @Test
    void decode_indexedField_findsStatus() {
        assertThat(decode("88")).isEqualTo(200);
        assertThat(decode("8d")).isEqualTo(404);
    }

    @Test
    void decode_literalInEveryForm_findsStatus() {
        assertThat(decode("4803323031")).isEqualTo(201);
        assertThat(decode("0803343039")).isEqualTo(409);
        assertThat(decode("1803353034")).isEqualTo(504);
    }

    @Test
    void decode_huffmanDigits_findsStatus() {
        // 302 is the example of RFC 7541, C.6.1; the others follow its appendix B.
        assertThat(decode("48826402")).isEqualTo(302);
        assertThat(decode("48821003")).isEqualTo(201);
        assertThat(decode("4883680fff")).isEqualTo(409);
        assertThat(decode("48836c0eff")).isEqualTo(507);
    }

    @Test
    void decode_afterTableSizeUpdates_findsStatus() {
        assertThat(decode("2088")).isEqualTo(200);
        assertThat(decode("3fe11f8c")).isEqualTo(400);
    }

    @Test
    void decode_otherFieldFirst_isRefused() {
        assertThatThrownBy(() -> decode("82")).isInstanceOf(Http2Exception.class);
        assertThatThrownBy(() -> decode("0f0d0132")).isInstanceOf(Http2Exception.class);
    }

    private static int decode(String block) {
        return StatusDecoder.decode(HexFormat.of().parseHex("00" + block + "0000"), 1);
    }
}
