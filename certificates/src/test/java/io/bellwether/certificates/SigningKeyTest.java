package io.bellwether.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SigningKeyTest {

    /** RFC 8032, section 7.1, test 2. */
    private static final SigningKey KEY = SigningKey.ofSeed(
            HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

    private static final byte[] MESSAGE = {0x72};

    @Test
    void key_ofTheRfc_signsAsTheRfcSays() {
        assertThat(hex(KEY.publicKey())).isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertThat(hex(KEY.sign(MESSAGE)))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void signature_ofAnotherMessageOrKey_isRefused() {
        String signature = KEY.sign(MESSAGE);
        SigningKey other = SigningKey.ofSeed(new byte[SigningKey.SIZE_BYTES]);

        assertThat(SigningKey.isSignedBy(KEY.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(SigningKey.isSignedBy(KEY.publicKey(), new byte[] {0x73}, signature))
                .isFalse();
        assertThat(SigningKey.isSignedBy(other.publicKey(), MESSAGE, signature)).isFalse();
        assertThat(SigningKey.isSignedBy("?", MESSAGE, signature)).isFalse();
        assertThat(SigningKey.isSignedBy(KEY.publicKey(), MESSAGE, "")).isFalse();
    }

    @Test
    void text_thatIsNoPublicKey_isNone() {
        assertThat(SigningKey.isPublicKey(KEY.publicKey())).isTrue();
        assertThat(SigningKey.isPublicKey("AAAA")).isFalse();
        assertThat(SigningKey.isPublicKey(KEY.publicKey() + "AA")).isFalse();
    }

    @Test
    void seed_ofTheWrongLength_isRefused() {
        assertThatThrownBy(() -> SigningKey.ofSeed("short".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64));
    }
}
