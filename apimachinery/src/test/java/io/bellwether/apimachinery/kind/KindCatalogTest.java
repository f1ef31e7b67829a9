package io.bellwether.apimachinery.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.GroupVersionResource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KindCatalogTest {

    private final KindCatalog catalog = KindCatalog.builtIn();

    @Test
    void builtIn_kinds_areTheSixOfTheFirstCut() {
        assertThat(catalog.kinds())
                .extracting(KindDescriptor::kind)
                .containsExactly("Namespace", "ConfigMap", "Secret", "ServiceAccount", "Event", "Lease");
        assertThat(catalog.groupVersions())
                .containsExactly(new GroupVersion("", "v1"), new GroupVersion("coordination.k8s.io", "v1"));
    }

    @Test
    void find_resourceAndKind_leadToTheSameDescriptor() {
        for (KindDescriptor kind : catalog.kinds()) {
            assertThat(catalog.find(kind.groupVersionResource())).contains(kind);
            assertThat(catalog.find(kind.groupVersionKind())).contains(kind);
        }
        assertThat(catalog.find(new GroupVersionResource("", "v1", "pods"))).isEmpty();
        assertThat(catalog.find(new GroupVersionKind("", "v2", "ConfigMap"))).isEmpty();
    }

    @Test
    void builtIn_everyFieldAndColumn_isDescribed() {
        for (KindDescriptor kind : catalog.kinds()) {
            assertDescribed(kind.schema());
            assertThat(kind.columns())
                    .isNotEmpty()
                    .noneMatch(each -> each.description().isEmpty());
        }
    }

    @Test
    void builtIn_everyFieldButTheIdentity_hasAProtobufNumber() {
        for (KindDescriptor kind : catalog.kinds()) {
            assertThat(kind.schema().fields().values())
                    .filteredOn(each -> each.number() == 0)
                    .extracting(Field::name)
                    .containsExactly("apiVersion", "kind");
        }
    }

    @Test
    void builtIn_mergeKeys_nameFieldsOfTheItems() {
        for (KindDescriptor kind : catalog.kinds()) {
            assertMergeKeys(kind.schema());
        }
    }

    @Test
    void with_sameIdentity_replaces() {
        KindDescriptor first = catalog.kinds().get(0);
        assertThat(catalog.with(first).kinds()).hasSize(6).contains(first);
    }

    @Test
    void constructor_twoOfOneIdentity_isRefused() {
        KindDescriptor first = catalog.kinds().get(0);
        assertThatIllegalArgumentException().isThrownBy(() -> new KindCatalog(List.of(first, first)));
    }

    private static void assertDescribed(Schema.Struct struct) {
        assertThat(struct.description()).as(struct.typeName()).isNotEmpty();
        for (Field field : struct.fields().values()) {
            assertThat(field.description()).as("%s.%s", struct, field.name()).isNotEmpty();
            structOf(field.schema()).forEach(KindCatalogTest::assertDescribed);
        }
    }

    private static void assertMergeKeys(Schema.Struct struct) {
        for (Field field : struct.fields().values()) {
            for (Schema.Struct inner : structOf(field.schema())) {
                if (!field.merge().mergeKey().isEmpty()) {
                    assertThat(inner.field(field.merge().mergeKey())).isNotNull();
                }
                field.merge()
                        .listMapKeys()
                        .forEach(each -> assertThat(inner.field(each)).isNotNull());
                assertMergeKeys(inner);
            }
        }
    }

    private static List<Schema.Struct> structOf(Schema schema) {
        return switch (schema) {
            case Schema.Struct struct -> List.of(struct);
            case Schema.ListOf list -> structOf(list.items());
            case Schema.MapOf map -> structOf(map.values());
            case Schema.Scalar scalar -> List.of();
            case Schema.RawObject raw -> List.of();
        };
    }
}
