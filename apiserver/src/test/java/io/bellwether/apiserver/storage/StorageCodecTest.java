package io.bellwether.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.selector.FieldSelector;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Objects come out of the store as they went in, with the revision of their commit. */
final class StorageCodecTest {

    private static final KindDescriptor EVENT = ControlPlane.kind("events");
    private static final StorageCodec CODEC = new StorageCodec(EVENT);
    private static final String OBJECT =
            "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"e\",\"namespace\":\"ns\",\"labels\":{\"a\":\"ü\",\"b\":\"\"}},"
                    + "\"reason\":\"Because \\\"so\\\"\",\"type\":\"Normal\",\"count\":3,\"involvedObject\":{\"name\":\"x\",\"kind\":\"Lease\"}}";

    @Test
    void json_ofAStoredObject_hasTheRevisionSplicedIn() {
        KeyValue entry = entry(OBJECT.replace("\"name\":\"e\"", "\"resourceVersion\":\"3\",\"name\":\"e\""), 1_234_567);

        ObjectNode json = (ObjectNode) ControlPlane.parse(
                new StoredObject(entry).json(entry.modRevision()).utf8());

        ObjectNode expected = (ObjectNode) ControlPlane.parse(OBJECT);
        ((ObjectNode) expected.path("metadata")).put("resourceVersion", "1234567");
        assertThat(json).isEqualTo(expected);
        assertThat(CODEC.decode(entry).json()).isEqualTo(expected);
        assertThat(entry.value().utf8()).doesNotContain("resourceVersion");
    }

    @Test
    void json_withAnotherRevision_isThatOfADeletion() {
        String json = new StoredObject(entry(OBJECT, 7)).json(new Revision(99)).utf8();

        assertThat(json).contains("\"resourceVersion\":\"99\"");
    }

    @Test
    void item_ofAList_hasNeitherKindNorApiVersion() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new StoredObject(entry(OBJECT, 7)).writeItem(out);

        ObjectNode expected = (ObjectNode) ControlPlane.parse(OBJECT);
        expected.remove(List.of("apiVersion", "kind"));
        ((ObjectNode) expected.path("metadata")).put("resourceVersion", "7");
        assertThat(ControlPlane.parse(out.toString(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @Test
    void object_ofMetadataAlone_isWhole() {
        String json = new StoredObject(entry("{\"metadata\":{\"name\":\"e\",\"namespace\":\"ns\"}}", 7))
                .json(new Revision(7))
                .utf8();

        assertThat(json)
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"e\",\"namespace\":\"ns\"}}");
    }

    @Test
    void header_answersFilters_withoutTheJson() {
        StoredObject object = new StoredObject(entry(OBJECT, 7));

        assertThat(object.labels()).isEqualTo(Map.of("a", "ü", "b", ""));
        assertThat(object.isDeleting()).isFalse();
        assertThat(object.hasFinalizers()).isFalse();
        assertThat(matches(object, "metadata.name=e,metadata.namespace=ns,involvedObject.name=x,type=Normal"))
                .isTrue();
        assertThat(matches(object, "reason=Because \"so\"")).isTrue();
        assertThat(matches(object, "involvedObject.uid=")).isTrue();
        assertThat(matches(object, "type!=Normal")).isFalse();
    }

    @Test
    void header_tellsDeletionAndFinalizers() {
        StoredObject object = new StoredObject(entry(
                "{\"metadata\":{\"name\":\"e\",\"finalizers\":[\"a/b\"],\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}",
                7));

        assertThat(object.isDeleting()).isTrue();
        assertThat(object.hasFinalizers()).isTrue();
    }

    @Test
    void fields_ofAnObjectWrittenWithAnotherList_areReadFromTheObject() {
        KindDescriptor before = new KindDescriptor(
                EVENT.groupVersionKind(),
                EVENT.names(),
                EVENT.scope(),
                EVENT.verbs(),
                EVENT.traits(),
                EVENT.schema(),
                EVENT.columns(),
                EVENT.selectableFields().subList(0, 2),
                EVENT.subresources());
        KeyValue entry =
                new KeyValue(key(), new StorageCodec(before).encode(object(OBJECT)), new Revision(1), new Revision(7));

        assertThat(matches(new StoredObject(entry), "involvedObject.name=x")).isTrue();
        assertThat(matches(new StoredObject(entry), "involvedObject.name=y")).isFalse();
    }

    @Test
    void value_thatIsNoObject_isNamedByItsKey() {
        KeyValue foreign = new KeyValue(key(), Bytes.utf8("{\"metadata\":{}}"), new Revision(1), new Revision(1));

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> CODEC.decode(foreign))
                .withMessageContaining("/registry/core/events/ns/e");
    }

    @Test
    void value_thatIsCutOff_isNamedByItsKey() {
        byte[] whole = CODEC.encode(object(OBJECT)).shared();
        KeyValue cut = new KeyValue(
                key(), Bytes.wrap(Arrays.copyOf(whole, whole.length - 5)), new Revision(1), new Revision(1));

        assertThatExceptionOfType(CorruptObjectException.class).isThrownBy(() -> CODEC.decode(cut));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "a b", "a\u0000b", "ä"})
    void keys_ofNamesThatLeaveTheCollection_areRefused(String name) {
        ResourceKeys keys = CODEC.keys();

        assertThatIllegalArgumentException().isThrownBy(() -> keys.key(Optional.of("ns"), name));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.key(Optional.of(name), "e"));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.range(Optional.of(name)));
    }

    @Test
    void keys_andTheirParts_agree() {
        ResourceKeys namespaces = ResourceKeys.of("", "namespaces", false);

        assertThat(key().value()).isEqualTo("/registry/core/events/ns/e");
        assertThat(CODEC.keys().name(key())).isEqualTo("e");
        assertThat(CODEC.keys().namespace(key())).isEqualTo("ns");
        assertThat(ResourceKeys.collectionOf(key())).contains("/registry/core/events/");
        assertThat(namespaces.namespace(namespaces.key(Optional.empty(), "a"))).isEmpty();
        assertThat(ResourceKeys.collectionOf(new Key("/fences/a/b"))).isEmpty();
    }

    private static boolean matches(StoredObject object, String selector) {
        return FieldSelector.parse(selector, EVENT).matches(CODEC.selectableFields(object));
    }

    private static Key key() {
        return CODEC.keys().key(Optional.of("ns"), "e");
    }

    private static KeyValue entry(String json, long revision) {
        return new KeyValue(key(), CODEC.encode(object(json)), new Revision(1), new Revision(revision));
    }

    private static ApiObject object(String json) {
        return new ApiObject((ObjectNode) ControlPlane.parse(json));
    }
}
