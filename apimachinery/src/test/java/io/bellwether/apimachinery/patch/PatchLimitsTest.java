package io.bellwether.apimachinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Patches meant to break the server: scenario B10. */
final class PatchLimitsTest {

    private static final KindDescriptor CONFIG_MAP = KindCatalog.builtIn().kinds().stream()
            .filter(each -> each.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();
    private static final ApiObject OBJECT = ObjectCodec.decodeStored(
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}"
                    .getBytes(StandardCharsets.UTF_8));
    private static final String TEST_OPERATION = "{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"v\"}";

    @Test
    void apply_tenThousandOperations_areCarriedOut() {
        assertThat(apply(PatchType.JSON, list(TEST_OPERATION, 10_000), CONFIG_MAP))
                .isEqualTo(OBJECT);
    }

    @Test
    void apply_oneOperationMore_isTooLarge() {
        assertRefused(413, PatchType.JSON, list(TEST_OPERATION, 10_001), CONFIG_MAP);
    }

    @Test
    void apply_copiesThatDouble_areTooLarge() {
        String seed = "{\"op\":\"add\",\"path\":\"/x\",\"value\":[1]}";
        String twice = "{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/x/-\"}";
        assertRefused(413, PatchType.JSON, "[" + seed + ("," + twice).repeat(60) + "]", CONFIG_MAP);
    }

    @Test
    void apply_movesThatNest_areTooLarge() {
        String wrap = """
                ,{"op":"add","path":"/t","value":{}},{"op":"move","from":"/x","path":"/t/x"},{"op":"move","from":"/t","path":"/x"}""";
        String patch = "[{\"op\":\"add\",\"path\":\"/x\",\"value\":{}}" + wrap.repeat(1_100) + "]";
        assertRefused(413, PatchType.JSON, patch, CONFIG_MAP);
    }

    @Test
    void apply_movesOfMuch_areTooLarge() {
        String much = "[" + "0,".repeat(50_000) + "0]";
        String backAndForth =
                ",{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/y\"},{\"op\":\"move\",\"from\":\"/y\",\"path\":\"/x\"}";
        String patch = "[{\"op\":\"add\",\"path\":\"/x\",\"value\":" + much + "}" + backAndForth.repeat(100) + "]";
        assertRefused(413, PatchType.JSON, patch, CONFIG_MAP);
    }

    @Test
    void apply_strategicOnKindWithoutTrait_isUnsupported() {
        KindDescriptor custom = new KindDescriptor(
                CONFIG_MAP.groupVersionKind(),
                CONFIG_MAP.names(),
                CONFIG_MAP.scope(),
                CONFIG_MAP.verbs(),
                Set.of(),
                CONFIG_MAP.schema(),
                CONFIG_MAP.columns(),
                CONFIG_MAP.selectableFields(),
                CONFIG_MAP.subresources());
        assertRefused(415, PatchType.STRATEGIC, "{}", custom);
    }

    @Test
    void apply_patchNestedWithoutEnd_isRefused() {
        String deep = "{\"data\":".repeat(100_000);
        assertRefused(400, PatchType.MERGE, deep, CONFIG_MAP);
        assertRefused(400, PatchType.STRATEGIC, deep, CONFIG_MAP);
    }

    @Test
    void apply_patch_leavesTheObjectAlone() {
        ApiObject patched = apply(PatchType.MERGE, "{\"data\":{\"k\":\"w\"}}", CONFIG_MAP);
        assertThat(patched.json().path("data").path("k").stringValue()).isEqualTo("w");
        assertThat(OBJECT.json().path("data").path("k").stringValue()).isEqualTo("v");
    }

    private static String list(String operation, int count) {
        return "[" + (operation + ",").repeat(count - 1) + operation + "]";
    }

    private static ApiObject apply(PatchType type, String patch, KindDescriptor kind) {
        return Patch.apply(type, OBJECT, patch.getBytes(StandardCharsets.UTF_8), kind, FieldValidation.WARN)
                .object();
    }

    private static void assertRefused(int code, PatchType type, String patch, KindDescriptor kind) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply(type, patch, kind))
                .matches(refused -> refused.status().code() == code);
    }
}
