package io.bellwether.apiserver.http;

import static io.bellwether.apiserver.http.EchoServer.CONFIGMAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.Verb;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request becomes on its way to the registry, and what the registry's answer becomes on its way back. */
class HttpServerTest {

    @AutoClose
    private final EchoServer echo = EchoServer.start();

    @ParameterizedTest
    @EnumSource(Version.class)
    void get_onEitherProtocol_isAnswered(Version version) throws Exception {
        try (HttpClient client = echo.server().client(version)) {
            HttpResponse<String> response =
                    client.send(echo.server().request(CONFIGMAPS + "/a").build(), BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"verb\":\"GET\"}");
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache, private");
            assertThat(response.headers().firstValue("Audit-ID"))
                    .hasValueSatisfying(id -> assertThat(id)
                            .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
        }
    }

    @Test
    void auditId_ofTheCaller_isEchoed() throws Exception {
        assertThat(echo.server()
                        .send(echo.server().request(CONFIGMAPS + "/a").header("Audit-ID", "mine-4711"))
                        .headers()
                        .firstValue("Audit-ID"))
                .contains("mine-4711");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/namespaces/default/unknown,          404",
        "GET,    /api/v2/namespaces/default/configmaps,       404",
        "GET,    /apis/nowhere/v1/things,                     404",
        "GET,    /api/v1/namespaces/default/namespaces/a,     404",
        "GET,    /api/v1/configmaps/a,                        404",
        "GET,    /api/v1/namespaces/default/configmaps/a/unknown, 404",
        "GET,    /unknown,                                    404",
        "GET,    /openapi/v4,                                 404",
        "POST,   /api/v1/namespaces/default/configmaps/a,     405",
        "PUT,    /api/v1/namespaces/default/configmaps,       405",
        "PATCH,  /api/v1/namespaces/default/configmaps,       405",
        "OPTIONS, /api/v1/namespaces/default/configmaps,      405",
        "POST,   /livez,                                      403",
        "POST,   /metrics,                                    405",
        "GET,    /api/v1/namespaces/default/configmaps?timeout=soon, 400",
        "GET,    /api/v1/namespaces/default/configmaps?x=%zz, 400",
        "GET,    /api/v1/namespaces//configmaps,              400",
        "GET,    /api/v1/namespaces/a%2Fb/configmaps,         400",
        "GET,    /api/v1/namespaces/%2e%2e/configmaps,        400",
        "GET,    /apis/../healthz,                            400",
        "GET,    /api/v1/namespaces/a%00b/configmaps,         400",
    })
    void request_thatNothingServes_isAStatus(String method, String path, int expected) throws Exception {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + (path.equals("/livez") ? HttpFixture.POOR_TOKEN : HttpFixture.TOKEN)
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        String response = echo.raw(head);

        assertThat(response).startsWith("HTTP/1.1 " + expected + " ");
        assertThat(response).contains("\"kind\":\"Status\"", "\"code\":" + expected);
        assertThat(echo.handled()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'application/xml', 406",
        "'application/vnd.kubernetes.protobuf', 406",
        "'*/*;q=0', 406",
        "'application/vnd.kubernetes.protobuf,application/json', 200",
    })
    void accept_decidesBetweenAnAnswerAnd406(String accept, int expected) throws Exception {
        HttpResponse<String> response =
                echo.server().send(echo.server().request(CONFIGMAPS + "/a").header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(expected);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void accept_yaml_reachesTheRegistryAndIsSaidInTheAnswer() throws Exception {
        HttpResponse<String> response =
                echo.server().send(echo.server().request(CONFIGMAPS + "/a").header("Accept", "application/yaml"));

        assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(echo.handled().take().output()).isEqualTo(OutputFormat.YAML);
    }

    @Test
    void request_allItsParts_reachTheRegistry() throws Exception {
        echo.server()
                .send(echo.server()
                        .request("/apis/coordination.k8s.io/v1/namespaces/team/leases/boss?dryRun=All&fieldManager=me")
                        .header("Content-Type", "Application/JSON; charset=utf-8")
                        .header("User-Agent", "test/1.0")
                        .header("Bellwether-Fence", "team/boss;token=42")
                        .PUT(BodyPublishers.ofString("{\"a\":1}")));

        ResourceRequest request = echo.handled().take();
        assertThat(request.verb()).isEqualTo(Verb.UPDATE);
        assertThat(request.kind().kind()).isEqualTo("Lease");
        assertThat(request.namespace()).contains("team");
        assertThat(request.name()).contains("boss");
        assertThat(request.subresource()).isEmpty();
        assertThat(request.query().first("dryRun")).contains("All");
        assertThat(request.user().name()).isEqualTo("root");
        assertThat(request.userAgent()).isEqualTo("test/1.0");
        assertThat(request.fence()).contains(new Fence("team", "boss", 42));
        assertThat(request.body().orElseThrow().contentType()).isEqualTo("application/json");
        assertThat(request.body().orElseThrow().bytes().utf8()).isEqualTo("{\"a\":1}");
        assertThat(request.output()).isEqualTo(OutputFormat.JSON);
    }

    @Test
    void fence_thatIsDamaged_isRefused() throws Exception {
        HttpResponse<String> response = echo.server()
                .send(echo.server()
                        .request(CONFIGMAPS)
                        .header("Bellwether-Fence", "nonsense")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(echo.handled()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "missing, 404, NotFound",
        "busy, 429, TooManyRequests",
        "defect, 500, InternalError",
        "exhausted, 500, InternalError",
    })
    void failure_ofTheRegistry_isAStatusAndTheServerLives(String name, int code, String reason) throws Exception {
        HttpResponse<String> response = echo.server().get(CONFIGMAPS + "/" + name);

        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.body())
                .contains("\"kind\":\"Status\"", "\"reason\":\"" + reason + "\"")
                .doesNotContain("a secret of the inside");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(code == 429);
        assertThat(echo.server().get(CONFIGMAPS + "/a").statusCode()).isEqualTo(200);
    }

    @Test
    void warnings_becomeHeadersThatClientsCanRead() throws Exception {
        assertThat(echo.server().get(CONFIGMAPS + "/warns").headers().allValues("Warning"))
                .containsExactly("299 - \"say \\\"hi\\\"\"", "299 - \"?ber\"");
    }
}
