package io.bellwether.etcd.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5869, appendix A. */
final class HkdfTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String derive(String secret, String salt, String info, int length) {
        return HexFormat.of().formatHex(Hkdf.derive(bytes(secret), bytes(salt), bytes(info), length));
    }

    @Test
    void key_ofTheFirstVector_isTheRfcs() {
        assertThat(derive("0b".repeat(22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void key_withoutSaltAndInfo_isTheRfcs() {
        assertThat(derive("0b".repeat(22), "", "", 42))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void key_ofAnImpossibleLength_isRefused() {
        assertThatThrownBy(() -> derive("00", "", "", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive("00", "", "", 255 * 32 + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
