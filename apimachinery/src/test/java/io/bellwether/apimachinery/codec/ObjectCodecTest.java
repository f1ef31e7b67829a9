package io.bellwether.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ObjectCodecTest {

    private static final KindDescriptor CONFIG_MAP = KindCatalog.builtIn().kinds().stream()
            .filter(each -> each.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();

    @Test
    void encodeYaml_textsThatLookLikeOtherTypes_comeBackAsTexts() {
        ApiObject object = decode("""
                {"metadata":{"name":"a"},"data":{"a":"yes","b":"1e3","c":"2026-01-01","d":"~","e":"null","f":"0x1F",\
                "g":"*x","h":"- a: b\\n","i":"","j":" x ","1":"2","true":"false","<<":"m","\\"":"'"}}""", MediaType.JSON);
        String yaml = new String(ObjectCodec.encodeYaml(object), StandardCharsets.UTF_8);
        assertThat(decode(yaml, MediaType.YAML)).isEqualTo(object);
    }

    @Test
    void encodeJson_fields_keepTheirOrder() {
        String json =
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{\"z\":\"1\",\"a\":\"2\"},\"metadata\":{\"name\":\"a\"}}";
        byte[] encoded = ObjectCodec.encodeJson(decode(json, MediaType.JSON));
        assertThat(new String(encoded, StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void decodeStored_encodedObject_isEqual() {
        ApiObject object = decode("{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"ü\"}}", MediaType.JSON);
        assertThat(ObjectCodec.decodeStored(ObjectCodec.encodeJson(object))).isEqualTo(object);
    }

    @Test
    void decodeUntyped_noObject_isRefused() {
        assertThatExceptionOfType(StatusException.class).isThrownBy(() -> ObjectCodec.decodeUntyped(bytes("[1]")));
        assertThatExceptionOfType(StatusException.class).isThrownBy(() -> ObjectCodec.decodeUntyped(bytes("<html>")));
    }

    @Test
    void decodeDeleteOptions_emptyBody_isNone() {
        assertThat(ObjectCodec.decodeDeleteOptions(new byte[0], MediaType.JSON)).isEqualTo(DeleteOptions.NONE);
    }

    @Test
    void decodeDeleteOptions_withoutKind_isRead() {
        DeleteOptions options = ObjectCodec.decodeDeleteOptions(
                bytes("{\"propagationPolicy\":\"Background\",\"dryRun\":[\"All\"]}"), MediaType.JSON);
        assertThat(options.propagationPolicy()).contains("Background");
        assertThat(options.dryRun()).containsExactly("All");
        assertThat(options.orphanDependents()).isEmpty();
    }

    @Test
    void decodeDeleteOptions_otherKind_isRefused() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> ObjectCodec.decodeDeleteOptions(bytes("{\"kind\":\"ConfigMap\"}"), MediaType.JSON));
    }

    @Test
    void ofContentType_parametersAndCase_areIgnored() {
        assertThat(MediaType.ofContentType("Application/JSON; charset=utf-8")).contains(MediaType.JSON);
        assertThat(MediaType.ofContentType("")).contains(MediaType.JSON);
        assertThat(MediaType.ofContentType("application/vnd.kubernetes.protobuf"))
                .contains(MediaType.PROTOBUF);
        assertThat(MediaType.ofContentType("application/cbor")).isEmpty();
    }

    private static ApiObject decode(String body, MediaType form) {
        return ObjectCodec.decode(bytes(body), form, CONFIG_MAP, FieldValidation.STRICT)
                .object();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
