package io.bellwether.apimachinery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.table.TableConverter.Headings;
import io.bellwether.apimachinery.table.TableConverter.RowObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class TableConverterTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final String METADATA =
            "\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"7\",\"creationTimestamp\":\"2026-01-01T23:55:30Z\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Namespace | ,\"status\":{\"phase\":\"Active\"} | [\"x\",\"Active\",\"4m30s\"]",
                "ConfigMap | ,\"data\":{\"a\":\"1\",\"b\":\"2\"},\"binaryData\":{\"c\":\"\"} | [\"x\",3,\"4m30s\"]",
                "ConfigMap | | [\"x\",0,\"4m30s\"]",
                "Secret | ,\"type\":\"Opaque\",\"data\":{\"a\":\"\"} | [\"x\",\"Opaque\",1,\"4m30s\"]"
            })
    void row_ofCoreKind_hasTheColumnsThatPeopleKnow(String kind, String fields, String cells) {
        TableConverter converter = converter("", kind, RowObject.NONE);

        ObjectNode row = converter.row(object("{" + METADATA + (fields == null ? "" : fields) + "}"), NOW);

        assertThat(row.toString()).isEqualTo("{\"cells\":" + cells + ",\"object\":null}");
    }

    @Test
    void row_ofEvent_joinsSourceAndCountsSeries() {
        TableConverter converter = converter("", "Event", RowObject.NONE);

        ObjectNode row = converter.row(object("""
                        {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p"},"reason":"Killed","type":"Normal",
                         "message":" gone \\n","source":{"component":"kubelet","host":"n1"},"firstTimestamp":"2026-01-01T23:00:00Z",
                         "series":{"count":4,"lastObservedTime":"2026-01-01T23:59:00.000000Z"}}
                        """), NOW);

        assertThat(row.get("cells"))
                .hasToString("[\"60s\",\"Normal\",\"Killed\",\"pod/p\",\"\",\"kubelet, n1\",\"gone\",\"60m\",4,\"e\"]");
    }

    @Test
    void row_ofAlmostEmptyObject_hasPlaceholders() {
        TableConverter converter = converter("coordination.k8s.io", "Lease", RowObject.METADATA);

        ObjectNode row = converter.row(object("{\"metadata\":{\"resourceVersion\":\"9\"}}"), NOW);

        assertThat(row)
                .hasToString("{\"cells\":[\"\",\"\",\"<unknown>\"],\"object\":{\"kind\":\"PartialObjectMetadata\","
                        + "\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"9\"}}}");
    }

    @Test
    void table_withoutHeadings_saysThatTheyAreKnown() {
        TableConverter converter = converter("", "ConfigMap", RowObject.OBJECT);

        ObjectNode table = converter.table(object("{" + METADATA + "}"), NOW, Headings.KNOWN);

        assertThat(table.get("columnDefinitions").isNull()).isTrue();
        assertThat(table.at("/metadata/resourceVersion").asString()).isEqualTo("7");
        assertThat(table.at("/rows/0/object/metadata/name").asString()).isEqualTo("x");
    }

    @Test
    void table_withHeadings_describesEachColumn() {
        TableConverter converter = converter("", "Secret", RowObject.NONE);

        ObjectNode table = converter.table(object("{" + METADATA + "}"), NOW, Headings.GIVEN);

        assertThat(table.get("columnDefinitions").values().stream()
                        .map(column -> column.get("name").asString()))
                .containsExactly("Name", "Type", "Data", "Age");
        assertThat(table.at("/columnDefinitions/0/format").asString()).isEqualTo("name");
    }

    private static TableConverter converter(String group, String kind, RowObject rowObject) {
        KindDescriptor descriptor = KindCatalog.builtIn()
                .find(new GroupVersionKind(group, "v1", kind))
                .orElseThrow();
        return new TableConverter(descriptor, "v1", rowObject);
    }

    private static ApiObject object(String json) {
        return new ApiObject((ObjectNode) new JsonMapper().readTree(json));
    }
}
