package io.bellwether.apimachinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class FieldSelectorTest {

    private static final KindDescriptor EVENT =
            KindCatalog.builtIn().find(new GroupVersionKind("", "v1", "Event")).orElseThrow();

    private static final ApiObject OBJECT = new ApiObject((ObjectNode) new JsonMapper().readTree("""
                    {"metadata":{"name":"e1","namespace":"ns"},"involvedObject":{"name":"a,b=c\\\\d","kind":"Pod"},
                     "source":{"component":"kubelet"},"type":"Normal"}
                    """));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                "metadata.name=e1 | true",
                "metadata.name==e1 | true",
                "metadata.name!=e1 | false",
                "metadata.name=e2 | false",
                "metadata.namespace=ns,type=Normal | true",
                "metadata.namespace=ns,type=Warning | false",
                "involvedObject.name=a\\,b\\=c\\\\d | true",
                "involvedObject.uid= | true",
                "involvedObject.uid!= | false",
                "source=kubelet | true",
                "type=Normal, | true"
            })
    void parse_ofSelector_matchesAsItSays(String selector, boolean matches) {
        SelectableFields fields = SelectableFields.extract(OBJECT, EVENT);

        assertThat(FieldSelector.parse(selector, EVENT).matches(fields)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spec.foo=a", "metadata.name", "=a", "!=a", "type=a=b", "type=a\\x", "type=a\\", "type in (a)"})
    void parse_ofMalformedSelector_isBadRequest(String selector) {
        StatusException refusal =
                catchThrowableOfType(StatusException.class, () -> FieldSelector.parse(selector, EVENT));

        assertThat(refusal).isNotNull();
        assertThat(refusal.status().code()).isEqualTo(400);
    }

    @Test
    void parse_ofUnknownField_namesIt() {
        StatusException refusal =
                catchThrowableOfType(StatusException.class, () -> FieldSelector.parse("spec.foo=a", EVENT));

        assertThat(refusal.status().message()).isEqualTo("field label not supported: spec.foo");
    }

    @Test
    void exactValue_ofEquality_isTheValue() {
        FieldSelector selector = FieldSelector.parse("type!=x,metadata.name=e1", EVENT);

        assertThat(selector.exactValue("metadata.name")).contains("e1");
        assertThat(selector.exactValue("type")).isEmpty();
    }
}
