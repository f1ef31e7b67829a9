package io.bellwether.apimachinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.codec.ObjectCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ApiObjectTest {

    private static final ApiObject OBJECT = object("""
            {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"a","namespace":"n","uid":"u","resourceVersion":"5","generation":2,
            "labels":{"l":"v"},"annotations":{"k":"v"},"finalizers":["x/y"],"creationTimestamp":"2026-01-01T00:00:00Z",
            "ownerReferences":[{"apiVersion":"v1","kind":"K","name":"o","uid":"1","controller":true}]},"spec":{"holderIdentity":"h"}}""");

    @Test
    void accessors_fullMetadata_answerItsFields() {
        assertThat(OBJECT.groupVersionKind()).isEqualTo(new GroupVersionKind("coordination.k8s.io", "v1", "Lease"));
        assertThat(OBJECT.name()).isEqualTo("a");
        assertThat(OBJECT.labels()).containsEntry("l", "v");
        assertThat(OBJECT.annotation("k")).contains("v");
        assertThat(OBJECT.finalizers()).containsExactly("x/y");
        assertThat(OBJECT.generation()).isEqualTo(2);
        assertThat(OBJECT.creationTimestamp()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(OBJECT.ownerReferences()).containsExactly(new OwnerReference("v1", "K", "o", "1", true, false));
        assertThat(OBJECT.isDeleting()).isFalse();
    }

    @Test
    void accessors_fieldsOfOtherTypes_countAsAbsent() {
        ApiObject strange = object("""
                {"kind":7,"metadata":{"name":{},"labels":["a"],"annotations":{"k":1},"finalizers":"x","generation":1.5,
                "creationTimestamp":"soon","ownerReferences":[1,{}],"deletionGracePeriodSeconds":"1"}}""");
        assertThat(strange.kind()).isEmpty();
        assertThat(strange.name()).isEmpty();
        assertThat(strange.labels()).isEmpty();
        assertThat(strange.annotations()).isEmpty();
        assertThat(strange.annotation("k")).isEmpty();
        assertThat(strange.finalizers()).isEmpty();
        assertThat(strange.generation()).isZero();
        assertThat(strange.creationTimestamp()).isEmpty();
        assertThat(strange.ownerReferences()).containsExactly(new OwnerReference("", "", "", "", false, false));
        assertThat(strange.deletionGracePeriodSeconds()).isEmpty();
    }

    @Test
    void edit_change_leavesTheOriginalAlone() {
        ApiObject edited = OBJECT.edit(json -> json.withObjectProperty("spec").put("holderIdentity", "i"));
        assertThat(edited.json().path("spec").path("holderIdentity").stringValue())
                .isEqualTo("i");
        assertThat(OBJECT.json().path("spec").path("holderIdentity").stringValue())
                .isEqualTo("h");
    }

    @Test
    void editMetadata_change_sharesTheRestAndKeepsTheOrder() {
        ApiObject edited = OBJECT.editMetadata(metadata -> metadata.put("uid", "v"));
        assertThat(edited.uid()).isEqualTo("v");
        assertThat(OBJECT.uid()).isEqualTo("u");
        assertThat(edited.json().get("spec")).isSameAs(OBJECT.json().get("spec"));
        assertThat(edited.json().propertyNames())
                .containsExactlyElementsOf(OBJECT.json().propertyNames());
    }

    @Test
    void editMetadata_withoutMetadata_addsIt() {
        assertThat(object("{}")
                        .editMetadata(metadata -> metadata.put("name", "b"))
                        .name())
                .isEqualTo("b");
    }

    @Test
    void toString_secret_doesNotTellItsData() {
        ApiObject secret = object("{\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"},\"data\":{\"k\":\"aHVzaA==\"}}");
        assertThat(secret.toString()).isEqualTo("Secret s");
    }

    private static ApiObject object(String json) {
        return ObjectCodec.decodeUntyped(json.getBytes(StandardCharsets.UTF_8));
    }
}
