package io.bellwether.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies meant to break the server: scenarios B2 and B3. */
final class HostileBodyTest {

    private static final String VALID = """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "finalizers": ["x/y"]}, "data": {"k": "\\u0041"}}""";
    private static final String SYMBOLS = "{}[]\":,&*!-?|>%@`#~\\\n\t 0e<";

    private static final KindDescriptor CONFIG_MAP = KindCatalog.builtIn().kinds().stream()
            .filter(each -> each.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "{\"metadata\":", "{\"unknown\":[", "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":"})
    void decode_nestedWithoutEnd_isRefused(String opening) {
        assertRefused(opening + "{\"a\":".repeat(100_000), MediaType.JSON);
        assertRefused(opening + "[".repeat(100_000), MediaType.JSON);
    }

    @Test
    void decode_nestedYaml_isRefused() {
        assertRefused("metadata: " + "[".repeat(100_000), MediaType.YAML);
        assertRefused("metadata: " + "{a: ".repeat(100_000), MediaType.YAML);
    }

    @Test
    void decode_aliasBomb_isRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {k: v, l: w}\n");
        for (int level = 1; level < 30; level++) {
            bomb.append("a%d: &a%d {k: *a%d, l: *a%d}\n".formatted(level, level, level - 1, level - 1));
        }
        assertRefused(bomb.toString(), MediaType.YAML);
    }

    @Test
    void decode_numberWithAMillionDigits_isRefused() {
        assertRefused("{\"metadata\":{\"generation\":" + "9".repeat(1_000_000) + "}}", MediaType.JSON);
    }

    @Test
    void decode_manyUnknownFields_reportsABoundedNumber() {
        StringBuilder body = new StringBuilder("{\"x\":0");
        for (int i = 0; i < 300_000; i++) {
            body.append(",\"u").append(i).append("\":0");
        }
        assertThat(decode(bytes(body.append('}').toString()), MediaType.JSON).warnings())
                .hasSize(100);
    }

    @Test
    void decode_invalidUtf8_becomesReplacementCharacters() {
        byte[] body = bytes("{\"data\":{\"k\":\"a?b\"}}");
        body["{\"data\":{\"k\":\"a".length()] = (byte) 0xff;
        assertThat(valueOfK(body)).isEqualTo("a\uFFFDb");
    }

    @Test
    void decode_overlongEncoding_becomesReplacementCharacters() {
        byte[] body = bytes("{\"data\":{\"k\":\"ab\"}}");
        int start = "{\"data\":{\"k\":\"".length();
        // A slash in two bytes.
        body[start] = (byte) 0xc0;
        body[start + 1] = (byte) 0xaf;
        assertThat(valueOfK(body)).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    void decode_utf16_isRefused() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> decode("{\"data\":{}}".getBytes(StandardCharsets.UTF_16BE), MediaType.JSON));
    }

    @ParameterizedTest
    @EnumSource(MediaType.class)
    void decode_randomBytes_neverThrowsAnythingButAStatus(MediaType form) {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            assertDecodesOrRefuses(body, form);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaType.class,
            names = {"JSON", "YAML"})
    void decode_mutatedText_neverThrowsAnythingButAStatus(MediaType form) {
        Random random = new Random(13);
        for (int round = 0; round < 5_000; round++) {
            byte[] body = bytes(VALID);
            for (int i = random.nextInt(4); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
            }
            assertDecodesOrRefuses(body, form);
        }
    }

    private static void assertDecodesOrRefuses(byte[] body, MediaType form) {
        try {
            assertThat(decode(body, form).object().kind()).isEqualTo("ConfigMap");
        } catch (StatusException refused) {
            assertThat(refused.reason()).isEqualTo(StatusReason.BAD_REQUEST);
        }
    }

    private static void assertRefused(String body, MediaType form) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> decode(bytes(body), form))
                .matches(refused -> refused.reason() == StatusReason.BAD_REQUEST);
    }

    private static String valueOfK(byte[] body) {
        return decode(body, MediaType.JSON)
                .object()
                .json()
                .path("data")
                .path("k")
                .stringValue();
    }

    private static Decoded decode(byte[] body, MediaType form) {
        return ObjectCodec.decode(body, form, CONFIG_MAP, FieldValidation.WARN);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
