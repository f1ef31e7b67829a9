package io.bellwether.apimachinery.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.CauseType;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where sizes and counts end: scenario B14. */
final class ValidationLimitsTest {

    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void annotations_of256KiB_areValid() {
        assertThat(causes("ConfigMap", json -> annotate(json, 256 * KIBIBYTE - 1)))
                .isEmpty();
    }

    @Test
    void annotations_oneByteMore_areTooLong() {
        assertThat(causes("ConfigMap", json -> annotate(json, 256 * KIBIBYTE)))
                .extracting(Cause::type, Cause::field)
                .containsExactly(tuple(CauseType.FIELD_VALUE_TOO_LONG, "metadata.annotations"));
    }

    @Test
    void finalizers_oneHundredThousand_areTooMany() {
        List<Cause> causes = causes("ConfigMap", json -> {
            ArrayNode finalizers = metadata(json).putArray("finalizers");
            for (int i = 0; i < 100_000; i++) {
                finalizers.add("example.com/f" + i);
            }
        });
        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.FIELD_VALUE_TOO_MANY);
    }

    @Test
    void labels_manyBad_giveABoundedNumberOfCauses() {
        List<Cause> causes = causes("ConfigMap", json -> {
            ObjectNode labels = metadata(json).putObject("labels");
            for (int i = 0; i < 10_000; i++) {
                labels.put("bad key " + i, "v");
            }
        });
        assertThat(causes).hasSize(100);
    }

    @Test
    void name_of253Characters_isValidAndOneMoreIsNot() {
        assertThat(causes("ConfigMap", json -> metadata(json).put("name", "a".repeat(253))))
                .isEmpty();
        assertThat(causes("ConfigMap", json -> metadata(json).put("name", "a".repeat(254))))
                .hasSize(1);
    }

    @Test
    void nameOfNamespace_of63Characters_isValidAndOneMoreIsNot() {
        assertThat(causes("Namespace", json -> metadata(json).put("name", "a".repeat(63))))
                .isEmpty();
        assertThat(causes("Namespace", json -> metadata(json).put("name", "a".repeat(64))))
                .hasSize(1);
    }

    @Test
    void configMap_ofOneMebibyte_isValidAndOneByteMoreIsNot() {
        assertThat(causes("ConfigMap", json -> json.putObject("data").put("k", "x".repeat(MEBIBYTE))))
                .isEmpty();
        List<Cause> causes = causes("ConfigMap", json -> {
            json.putObject("data").put("k", "x".repeat(MEBIBYTE));
            json.putObject("binaryData").put("b", "eA==");
        });
        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.FIELD_VALUE_TOO_LONG);
    }

    @Test
    void secret_ofOneMebibyte_isValidAndOneByteMoreIsNot() {
        assertThat(causes("Secret", json -> json.putObject("data").put("k", base64(MEBIBYTE))))
                .isEmpty();
        assertThat(causes("Secret", json -> json.putObject("data").put("k", base64(MEBIBYTE + 1))))
                .extracting(Cause::type)
                .containsExactly(CauseType.FIELD_VALUE_TOO_LONG);
    }

    private static void annotate(ObjectNode json, int valueLength) {
        metadata(json).putObject("annotations").put("k", "v".repeat(valueLength));
    }

    private static ObjectNode metadata(ObjectNode json) {
        return json.withObjectProperty("metadata");
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static List<Cause> causes(String kindName, Consumer<ObjectNode> change) {
        KindDescriptor kind = KindCatalog.builtIn().kinds().stream()
                .filter(each -> each.kind().equals(kindName))
                .findFirst()
                .orElseThrow();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = json.putObject("metadata").put("name", "x");
        if (kind.isNamespaced()) {
            metadata.put("namespace", "default");
        }
        change.accept(json);
        return ObjectValidation.of(kind).validateCreate(new ApiObject(json));
    }
}
