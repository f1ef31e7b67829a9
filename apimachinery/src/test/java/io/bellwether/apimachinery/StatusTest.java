package io.bellwether.apimachinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.codec.ObjectCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that tools match on, and the form on the wire. */
final class StatusTest {

    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    private static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");

    @Test
    void factories_messages_haveTheFormThatToolsKnow() {
        assertThat(Status.notFound(CONFIG_MAPS, "x").message()).isEqualTo("configmaps \"x\" not found");
        assertThat(Status.notFound(LEASES, "x").message()).isEqualTo("leases.coordination.k8s.io \"x\" not found");
        assertThat(Status.alreadyExists(CONFIG_MAPS, "x").message()).isEqualTo("configmaps \"x\" already exists");
        assertThat(Status.modified(CONFIG_MAPS, "x").message())
                .isEqualTo(
                        "Operation cannot be fulfilled on configmaps \"x\": the object has been modified; please apply your changes to the latest version and try again");
        assertThat(Status.forbidden(CONFIG_MAPS, "x", "no").message()).isEqualTo("configmaps \"x\" is forbidden: no");
    }

    @Test
    void invalid_oneCause_isToldWithoutBrackets() {
        Cause cause = Cause.invalid("metadata.name", "X", "must be lower case");
        Status status = Status.invalid(new GroupKind("coordination.k8s.io", "Lease"), "X", List.of(cause));
        assertThat(status.message())
                .isEqualTo(
                        "Lease.coordination.k8s.io \"X\" is invalid: metadata.name: Invalid value: \"X\": must be lower case");
        assertThat(status.code()).isEqualTo(422);
    }

    @Test
    void invalid_severalCauses_areToldInBrackets() {
        List<Cause> causes = List.of(Cause.required("a", ""), Cause.duplicate("b", "v"));
        assertThat(Status.invalid(new GroupKind("", "ConfigMap"), "x", causes).message())
                .isEqualTo("ConfigMap \"x\" is invalid: [a: Required value, b: Duplicate value: \"v\"]");
    }

    @Test
    void fencedOut_code_isPreconditionFailed() {
        Status status = Status.fencedOut("default/leader", 8, 7);
        assertThat(status.code()).isEqualTo(412);
        assertThat(status.reason()).isEqualTo(StatusReason.FENCED_OUT);
    }

    @Test
    void ofObject_writtenStatus_isEqual() {
        StatusDetails details = new StatusDetails(
                "x", "g", "k", "u", List.of(Cause.invalid("f", "v", "d"), Cause.forbidden("g", "")), 3);
        Status status = new Status(410, StatusReason.EXPIRED, "too old", details, "token");
        assertThat(Status.ofObject(status.toObject(), 500)).isEqualTo(status);
    }

    @Test
    void toObject_success_saysSo() {
        ApiObject object =
                Status.success(StatusDetails.of(CONFIG_MAPS, "x").withUid("u")).toObject();
        assertThat(object.json().path("status").stringValue()).isEqualTo("Success");
        assertThat(object.json().path("details").path("uid").stringValue()).isEqualTo("u");
        assertThat(object.kind()).isEqualTo("Status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":\"404\",\"reason\":7,\"message\":null,\"details\":[]}",
                "{\"code\":-1,\"reason\":\"BrandNew\",\"details\":{\"causes\":[1,{}],\"retryAfterSeconds\":\"soon\"}}",
                "{\"metadata\":\"x\",\"details\":{\"causes\":{},\"retryAfterSeconds\":-5}}"
            })
    void ofObject_strangeStatus_fallsBackToTheHttpCode(String json) {
        Status status = Status.ofObject(ObjectCodec.decodeUntyped(json.getBytes(StandardCharsets.UTF_8)), 503);
        assertThat(status.code()).isEqualTo(503);
        assertThat(status.reason()).isEqualTo(StatusReason.UNKNOWN);
        assertThat(status.details().retryAfterSeconds()).isZero();
    }

    @Test
    void invalid_controlCharactersInValue_areEscaped() {
        assertThat(Cause.invalid("f", "a\"\n\u0000é", "d").message()).isEqualTo("Invalid value: \"a\\\"\\n\\x00é\": d");
    }
}
