package io.bellwether.apiserver.http.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.OutputFormat.IncludeObject;
import io.bellwether.apiserver.request.OutputFormat.Media;
import io.bellwether.apiserver.request.OutputFormat.Transform;
import io.bellwether.apiserver.request.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptNegotiationTest {

    private static final String KUBECTL = "application/json;as=Table;v=v1;g=meta.k8s.io,"
            + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "application/*",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;stream=watch",
                "application/vnd.kubernetes.protobuf,application/json",
                "application/cbor, application/json;q=0.1",
                "text/html,application/xhtml+xml,*/*;q=0.8",
                "application/json;as=Unknown;g=meta.k8s.io;v=v1,application/json",
                "application/json;as=Table;g=other;v=v1,*/*",
                "application/json;as=Table;g=meta.k8s.io;v=v2,application/json",
            })
    void negotiate_jsonAmongTheAccepted_isJson(String accept) {
        assertThat(AcceptNegotiation.negotiate(accept, "", Verb.GET)).contains(OutputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/xml",
                "text/plain",
                "*/*;q=0",
                "application/json;q=0",
                "application/vnd.kubernetes.protobuf",
                "application/cbor",
                "application/json;as=Table;g=meta.k8s.io;v=v2",
                "application/json;as=Table",
                ",;,",
                "application/json;q=nonsense",
            })
    void negotiate_nothingThatWeHave_isRefused(String accept) {
        assertThat(AcceptNegotiation.negotiate(accept, "", Verb.LIST)).isEmpty();
    }

    @Test
    void negotiate_firstServable_wins() {
        assertThat(AcceptNegotiation.negotiate("application/yaml,application/json", "", Verb.GET))
                .contains(OutputFormat.YAML);
        assertThat(AcceptNegotiation.negotiate("application/yaml;q=0.5,application/json", "", Verb.GET))
                .contains(OutputFormat.JSON);
    }

    @Test
    void negotiate_tableOfKubectl_isTableOfTheFirstVersion() {
        assertThat(AcceptNegotiation.negotiate(KUBECTL, "", Verb.LIST))
                .contains(new OutputFormat(Media.JSON, Transform.TABLE, "v1", IncludeObject.METADATA));
        assertThat(AcceptNegotiation.negotiate(KUBECTL, "Object", Verb.WATCH))
                .contains(new OutputFormat(Media.JSON, Transform.TABLE, "v1", IncludeObject.OBJECT));
        assertThat(AcceptNegotiation.negotiate(KUBECTL, "None", Verb.GET))
                .contains(new OutputFormat(Media.JSON, Transform.TABLE, "v1", IncludeObject.NONE));
        assertThat(AcceptNegotiation.negotiate(KUBECTL, "Nonsense", Verb.GET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PartialObjectMetadata", "PartialObjectMetadataList"})
    void negotiate_metadataOnly_isPartialMetadata(String as) {
        assertThat(AcceptNegotiation.negotiate(
                        "application/vnd.kubernetes.protobuf;as=" + as + ";g=meta.k8s.io;v=v1,application/json;as=" + as
                                + ";g=meta.k8s.io;v=v1,application/json",
                        "",
                        Verb.LIST))
                .contains(new OutputFormat(Media.JSON, Transform.PARTIAL_METADATA, "v1", IncludeObject.METADATA));
    }

    @Test
    void negotiate_yamlForWatch_isRefused() {
        assertThat(AcceptNegotiation.negotiate("application/yaml", "", Verb.WATCH))
                .isEmpty();
        assertThat(AcceptNegotiation.negotiate("application/yaml,application/json", "", Verb.WATCH))
                .contains(OutputFormat.JSON);
    }
}
