package io.bellwether.apiserver.http.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.http.core.Target.Malformed;
import io.bellwether.apiserver.http.core.Target.OfPath;
import io.bellwether.apiserver.http.core.Target.OfResource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/configmaps,                                   '', v1, configmaps, -, -, -",
        "/api/v1/configmaps/,                                  '', v1, configmaps, -, -, -",
        "/api/v1/namespaces,                                   '', v1, namespaces, -, -, -",
        "/api/v1/namespaces/a,                                 '', v1, namespaces, -, a, -",
        "/api/v1/namespaces/a/,                                '', v1, namespaces, -, a, -",
        "/api/v1/namespaces/a/status,                          '', v1, namespaces, -, a, status",
        "/api/v1/namespaces/a/finalize,                        '', v1, namespaces, -, a, finalize",
        "/api/v1/namespaces/a/configmaps,                      '', v1, configmaps, a, -, -",
        "/api/v1/namespaces/a/configmaps/b,                    '', v1, configmaps, a, b, -",
        "/api/v1/namespaces/a/configmaps/b/status,             '', v1, configmaps, a, b, status",
        "/apis/coordination.k8s.io/v1/leases,                  coordination.k8s.io, v1, leases, -, -, -",
        "/apis/coordination.k8s.io/v1/namespaces/a/leases/b,   coordination.k8s.io, v1, leases, a, b, -",
        "/apis/g/v1/things/system%3Aadmin,                     g, v1, things, -, system:admin, -",
        "/api/v1/namespaces/a/configmaps/b;c,                  '', v1, configmaps, a, b;c, -",
    })
    void parse_resourcePath_findsItsParts(
            String path,
            String group,
            String version,
            String resource,
            String namespace,
            String name,
            String subresource) {
        assertThat(PathParser.parse(path))
                .isEqualTo(new OfResource(
                        group, version, resource, optional(namespace), optional(name), optional(subresource)));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api, /api",
        "/api/v1, /api/v1",
        "/api/v1/, /api/v1",
        "/apis, /apis",
        "/apis/apps, /apis/apps",
        "/apis/apps/v1, /apis/apps/v1",
        "/livez, /livez",
        "/readyz/ping, /readyz/ping",
        "/api/v1/configmaps/a/b/c, /api/v1/configmaps/a/b/c",
        "/api/v1/namespaces/a/configmaps/b/status/more, /api/v1/namespaces/a/configmaps/b/status/more",
    })
    void parse_otherPath_isLeftAsOnePath(String path, String expected) {
        assertThat(PathParser.parse(path)).isEqualTo(new OfPath(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api",
                "//",
                "/api//v1/configmaps",
                "/api/v1/namespaces//configmaps",
                "/apis/../healthz",
                "/api/v1/namespaces/./configmaps",
                "/api/v1/namespaces/%2e%2e/configmaps/a",
                "/api/v1/namespaces/%2E/configmaps/a",
                "/api/v1/namespaces/a%2Fb/configmaps",
                "/api/v1/namespaces/a%2fconfigmaps%2fb",
                "/api/v1/configmaps/a%00b",
                "/api/v1/configmaps/a%0ab",
                "/api/v1/configmaps/a%5Cb",
                "/api/v1/configmaps/a%252Fb",
                "/api/v1/configmaps/a%",
                "/api/v1/configmaps/a%2",
                "/api/v1/configmaps/a%zz",
                "/api/v1/configmaps/%c0%af",
                "/api/v1/configmaps/%ff",
            })
    void parse_ambiguousPath_isMalformed(String path) {
        assertThat(PathParser.parse(path)).isInstanceOf(Malformed.class);
    }

    @Test
    void parse_tooManySegments_isMalformed() {
        assertThat(PathParser.parse("/a".repeat(64))).isInstanceOf(OfPath.class);
        assertThat(PathParser.parse("/a".repeat(65))).isInstanceOf(Malformed.class);
    }

    private static Optional<String> optional(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(text);
    }
}
