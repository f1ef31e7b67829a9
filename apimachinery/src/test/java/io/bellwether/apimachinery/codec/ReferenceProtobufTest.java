package io.bellwether.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies as Go clients write them, and what is left of them when they are cut or damaged: scenarios K4 and B12. */
final class ReferenceProtobufTest {

    private static final Path FILE = Path.of("src/test/resources/io/bellwether/apimachinery/protobuf/reference.txt");
    private static final KindCatalog CATALOG = KindCatalog.builtIn();

    /** One object of the reference file. */
    record Reference(String name, String protobufHex, String json) {

        byte[] protobuf() {
            return HexFormat.of().parseHex(protobufHex);
        }

        byte[] jsonBytes() {
            return json.getBytes(StandardCharsets.UTF_8);
        }

        KindDescriptor kind() {
            return CATALOG.kinds().stream()
                    .filter(each -> name.startsWith(each.plural() + " "))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Reference> all() throws IOException {
        return Arrays.stream(Files.readString(FILE).strip().split("\n\n"))
                .skip(1)
                .map(block -> block.split("\n"))
                .map(lines -> new Reference(lines[0], lines[1], lines[2]));
    }

    private static Stream<Reference> objects() throws IOException {
        return all().filter(each -> !each.name().startsWith("deleteoptions"));
    }

    private static Reference named(String name) throws IOException {
        return all().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void decode_referenceProtobuf_equalsItsJson(Reference reference) {
        ApiObject fromProtobuf = decode(reference.protobuf(), MediaType.PROTOBUF, reference.kind());
        assertThat(fromProtobuf).isEqualTo(decode(reference.jsonBytes(), MediaType.JSON, reference.kind()));
    }

    /** An update that changes nothing is found by comparing what came in with what was stored. */
    @ParameterizedTest
    @MethodSource("objects")
    void decodeStored_encodedReference_equalsTheDecodedOne(Reference reference) {
        ApiObject object = decode(reference.protobuf(), MediaType.PROTOBUF, reference.kind());
        assertThat(ObjectCodec.decodeStored(ObjectCodec.encodeJson(object))).isEqualTo(object);
        assertThat(decode(ObjectCodec.encodeYaml(object), MediaType.YAML, reference.kind()))
                .isEqualTo(object);
    }

    @Test
    void decodeDeleteOptions_referenceProtobuf_equalsItsJson() throws IOException {
        Reference reference = named("deleteoptions full");
        DeleteOptions options = ObjectCodec.decodeDeleteOptions(reference.protobuf(), MediaType.PROTOBUF);
        assertThat(options).isEqualTo(ObjectCodec.decodeDeleteOptions(reference.jsonBytes(), MediaType.JSON));
        assertThat(options.propagationPolicy()).contains("Foreground");
        assertThat(options.preconditionUid()).contains("u");
        assertThat(options.gracePeriodSeconds()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void decode_truncatedProtobuf_isRefusedOrShorter(Reference reference) {
        for (int length = 0; length < reference.protobuf().length; length++) {
            assertDecodesOrRefuses(Arrays.copyOf(reference.protobuf(), length), reference.kind());
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void decode_damagedProtobuf_isRefusedOrDecoded(Reference reference) {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = reference.protobuf();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertDecodesOrRefuses(damaged, reference.kind());
        }
    }

    @Test
    void decode_hugeLength_isRefused() throws IOException {
        // Field 2 of the envelope claims 2 GiB: to believe it would be to allocate them.
        assertRefused(HexFormat.of().parseHex("6b38730012ffffffff07"));
    }

    @Test
    void decode_wrongMagic_isRefused() throws IOException {
        byte[] body = named("namespaces full").protobuf();
        body[3] = 1;
        assertRefused(body);
    }

    @Test
    void decode_otherKind_isRefused() throws IOException {
        assertRefused(named("secrets full").protobuf());
    }

    private static void assertRefused(byte[] body) throws IOException {
        KindDescriptor namespace = named("namespaces full").kind();
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> decode(body, MediaType.PROTOBUF, namespace))
                .matches(refused -> refused.reason() == StatusReason.BAD_REQUEST);
    }

    /** Either way the result is an object of the kind, or a 400: never another exception. */
    private static void assertDecodesOrRefuses(byte[] body, KindDescriptor kind) {
        try {
            assertThat(decode(body, MediaType.PROTOBUF, kind).kind()).isEqualTo(kind.kind());
        } catch (StatusException refused) {
            assertThat(refused.reason()).isEqualTo(StatusReason.BAD_REQUEST);
        }
    }

    private static ApiObject decode(byte[] body, MediaType form, KindDescriptor kind) {
        return ObjectCodec.decode(body, form, kind, FieldValidation.STRICT).object();
    }
}
