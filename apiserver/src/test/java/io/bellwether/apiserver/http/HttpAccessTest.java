package io.bellwether.apiserver.http;

import static io.bellwether.apiserver.http.EchoServer.CONFIGMAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.execution.Randomness;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask what: certificates, tokens, anonymous callers, and what is refused before it is looked at (G-A2). */
class HttpAccessTest {

    @TempDir
    Path directory;

    @AutoClose
    private final EchoServer echo = EchoServer.start();

    @ParameterizedTest
    @EnumSource(Version.class)
    void certificate_ofTheAdministrator_isEnough(Version version) throws Exception {
        try (HttpClient client = echo.server()
                .client(version, Optional.of(echo.server().certificates().admin()))) {
            HttpRequest request =
                    HttpRequest.newBuilder(echo.server().uri(CONFIGMAPS + "/a")).build();

            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(echo.handled().take().user().name()).isEqualTo("admin");
        }
    }

    @Test
    void certificate_ofAnotherAuthority_isUnauthorizedEverywhere() throws Exception {
        DataDirectory foreign = new DataDirectory(directory.resolve("foreign"));
        foreign.create();
        Certificates theirs = Certificates.prepare(
                foreign, new ServingNames(Set.of("localhost")), Randomness.secure(), Instant.now());
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(HttpFixture.tls(echo.server().certificates().authority(), Optional.of(theirs.admin())))
                .build()) {
            for (String path : List.of(CONFIGMAPS, "/livez")) {
                HttpRequest request =
                        HttpRequest.newBuilder(echo.server().uri(path)).build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                // The JDK's client only shows a certificate that fits the named authorities; either way: no entry.
                assertThat(response.statusCode())
                        .as(path)
                        .isIn(path.equals("/livez") ? List.of(200, 401) : List.of(401));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/livez, 200",
        "/readyz, 200",
        "/readyz/ping, 200",
        "/healthz, 200",
        "/version, 200",
        "/metrics, 401",
        "/api, 401",
        "/apis, 401",
        "/api/v1/namespaces/default/configmaps, 401",
        "/nothing, 401",
        "/, 401",
    })
    void anonymous_readsHealthAndVersionOnly(String path, int expected) throws Exception {
        HttpResponse<String> response =
                echo.server().send(HttpRequest.newBuilder(echo.server().uri(path)));

        assertThat(response.statusCode()).isEqualTo(expected);
        if (expected == 401) {
            assertThat(response.body()).contains("\"kind\":\"Status\"", "\"reason\":\"Unauthorized\"", "\"code\":401");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic YTpi", "Nonsense"})
    void credentials_thatAreBad_areUnauthorizedEvenOnPublicPaths(String header) throws Exception {
        for (String path : List.of(CONFIGMAPS, "/livez")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(echo.server().uri(path)).header("Authorization", header);
            assertThat(echo.server().send(request).statusCode()).isEqualTo(401);
        }
        assertThat(echo.handled()).isEmpty();
    }

    @Test
    void user_withoutGroups_isForbiddenBeforeAnythingIsLookedUp() throws Exception {
        for (String path : List.of(CONFIGMAPS + "/a", "/api/v1/namespaces/default/unknown/a")) {
            HttpResponse<String> response = echo.server()
                    .send(HttpRequest.newBuilder(echo.server().uri(path))
                            .header("Authorization", "Bearer " + HttpFixture.POOR_TOKEN));

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body())
                    .contains("\"reason\":\"Forbidden\"", "is forbidden: User \\\"poor\\\" cannot get resource");
        }
        assertThat(echo.handled()).isEmpty();
    }
}
