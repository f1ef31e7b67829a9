package io.bellwether.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.ResourceResponse.Single;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Randomness;
import io.bellwether.store.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    private static final int BODY_LIMIT = 100_000;

    @TempDir
    Path directory;

    private final BlockingQueue<ResourceRequest> handled = new LinkedBlockingQueue<>();
    private HttpFixture server;

    @BeforeEach
    void start() {
        server = new HttpFixture(
                directory,
                this::handle,
                options -> new HttpOptions(
                        options.listen(),
                        BODY_LIMIT,
                        options.readLimit(),
                        options.writeLimit(),
                        options.connectionLimit(),
                        options.readTimeout(),
                        options.writeTimeout(),
                        options.stallTimeout(),
                        HttpOptions.Compression.EVERY_CLIENT));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Tells in its answer what it was asked; some names make it misbehave. */
    private ResourceResponse handle(ResourceRequest request) {
        handled.add(request);
        return switch (request.name().orElse("")) {
            case "missing" ->
                throw Status.notFound(request.kind().groupResource(), "missing").asException();
            case "busy" -> throw Status.tooManyRequests("come again", 7).asException();
            case "defect" -> throw new IllegalStateException("a secret of the inside");
            case "exhausted" -> throw new StackOverflowError();
            case "warns" -> new Single(200, Bytes.utf8("{}"), List.of("say \"hi\"\n", "über"));
            case "large" -> new Single(200, Bytes.utf8("x".repeat(200_000)), List.of());
            case "" ->
                request.verb() == Verb.LIST
                        ? new ResourceResponse.Listing(HttpServerTest::list, List.of())
                        : new Single(201, Bytes.utf8("{}"), List.of());
            default -> new Single(200, Bytes.utf8("{\"verb\":\"" + request.verb() + "\"}"), List.of());
        };
    }

    private static void list(OutputStream out) throws IOException {
        for (int line = 0; line < 50_000; line++) {
            out.write(String.format("line %07d\n", line).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void get_onEitherProtocol_isAnswered(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            HttpResponse<String> response =
                    client.send(server.request(CONFIGMAPS + "/a").build(), BodyHandlers.ofString());

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
        assertThat(server.send(server.request(CONFIGMAPS + "/a").header("Audit-ID", "mine-4711"))
                        .headers()
                        .firstValue("Audit-ID"))
                .contains("mine-4711");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void certificate_ofTheAdministrator_isEnough(Version version) throws Exception {
        try (HttpClient client =
                server.client(version, Optional.of(server.certificates().admin()))) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri(CONFIGMAPS + "/a")).build();

            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(handled.take().user().name()).isEqualTo("admin");
        }
    }

    @Test
    void certificate_ofAnotherAuthority_isUnauthorizedEverywhere() throws Exception {
        DataDirectory foreign = new DataDirectory(directory.resolve("foreign"));
        foreign.create();
        Certificates theirs = Certificates.prepare(
                foreign, new ServingNames(Set.of("localhost")), Randomness.secure(), Instant.now());
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(HttpFixture.tls(server.certificates().authority(), Optional.of(theirs.admin())))
                .build()) {
            for (String path : List.of(CONFIGMAPS, "/livez")) {
                HttpRequest request = HttpRequest.newBuilder(server.uri(path)).build();
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
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path)));

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
                    HttpRequest.newBuilder(server.uri(path)).header("Authorization", header);
            assertThat(server.send(request).statusCode()).isEqualTo(401);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void user_withoutGroups_isForbiddenBeforeAnythingIsLookedUp() throws Exception {
        for (String path : List.of(CONFIGMAPS + "/a", "/api/v1/namespaces/default/unknown/a")) {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path))
                    .header("Authorization", "Bearer " + HttpFixture.POOR_TOKEN));

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body())
                    .contains("\"reason\":\"Forbidden\"", "is forbidden: User \\\"poor\\\" cannot get resource");
        }
        assertThat(handled).isEmpty();
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
        "GET,    /openapi/v2,                                 404",
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

        String response = raw(head);

        assertThat(response).startsWith("HTTP/1.1 " + expected + " ");
        assertThat(response).contains("\"kind\":\"Status\"", "\"code\":" + expected);
        assertThat(handled).isEmpty();
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
                server.send(server.request(CONFIGMAPS + "/a").header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(expected);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void accept_yaml_reachesTheRegistryAndIsSaidInTheAnswer() throws Exception {
        HttpResponse<String> response =
                server.send(server.request(CONFIGMAPS + "/a").header("Accept", "application/yaml"));

        assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(handled.take().output()).isEqualTo(OutputFormat.YAML);
    }

    @Test
    void request_allItsParts_reachTheRegistry() throws Exception {
        server.send(
                server.request("/apis/coordination.k8s.io/v1/namespaces/team/leases/boss?dryRun=All&fieldManager=me")
                        .header("Content-Type", "Application/JSON; charset=utf-8")
                        .header("User-Agent", "test/1.0")
                        .header("Bellwether-Fence", "team/boss;token=42")
                        .PUT(BodyPublishers.ofString("{\"a\":1}")));

        ResourceRequest request = handled.take();
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
        HttpResponse<String> response = server.send(server.request(CONFIGMAPS)
                .header("Bellwether-Fence", "nonsense")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "missing, 404, NotFound",
        "busy, 429, TooManyRequests",
        "defect, 500, InternalError",
        "exhausted, 500, InternalError",
    })
    void failure_ofTheRegistry_isAStatusAndTheServerLives(String name, int code, String reason) throws Exception {
        HttpResponse<String> response = server.get(CONFIGMAPS + "/" + name);

        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.body())
                .contains("\"kind\":\"Status\"", "\"reason\":\"" + reason + "\"")
                .doesNotContain("a secret of the inside");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(code == 429);
        assertThat(server.get(CONFIGMAPS + "/a").statusCode()).isEqualTo(200);
    }

    @Test
    void warnings_becomeHeadersThatClientsCanRead() throws Exception {
        assertThat(server.get(CONFIGMAPS + "/warns").headers().allValues("Warning"))
                .containsExactly("299 - \"say \\\"hi\\\"\"", "299 - \"?ber\"");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void body_atTheLimit_isTaken(Version version) throws Exception {
        assertThat(post(version, BodyPublishers.ofByteArray(new byte[BODY_LIMIT]))
                        .statusCode())
                .isEqualTo(201);
        assertThat(handled.take().body().orElseThrow().bytes().size()).isEqualTo(BODY_LIMIT);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void body_aboveTheLimit_isRefusedWhetherAnnouncedOrNot(Version version) throws Exception {
        byte[] body = new byte[BODY_LIMIT + 1];
        for (HttpRequest.BodyPublisher publisher : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpResponse<String> response = post(version, publisher);

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("\"reason\":\"RequestEntityTooLarge\"");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void body_withoutEnd_isCutAtTheLimit() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + HttpFixture.TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent <= BODY_LIMIT; sent += 4096) {
                out.write(chunk);
            }
            out.flush();

            byte[] answer = socket.getInputStream().readNBytes(20);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void body_thatNeverArrives_isGivenUpAtTheDeadline() throws Exception {
        String head = "POST " + CONFIGMAPS + "?timeout=200ms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + HttpFixture.TOKEN + "\r\nContent-Length: 10\r\n\r\n{";

        assertThat(raw(head)).startsWith("HTTP/1.1 504 ").contains("\"reason\":\"Timeout\"");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void list_longer_isStreamedWhole(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            String body = client.send(server.request(CONFIGMAPS).build(), BodyHandlers.ofString())
                    .body();

            assertThat(body.lines().count()).isEqualTo(50_000);
            assertThat(body).endsWith("line 0049999\n");
        }
    }

    @Test
    void list_forWhoTakesGzip_isCompressed() throws Exception {
        for (String path : List.of(CONFIGMAPS, CONFIGMAPS + "/large")) {
            try (HttpClient client = server.client(Version.HTTP_2)) {
                HttpResponse<InputStream> response = client.send(
                        server.request(path).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofInputStream());

                assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
                byte[] body = new GZIPInputStream(response.body()).readAllBytes();
                assertThat(body.length).isGreaterThan(ListStream.COMPRESSION_MINIMUM);
            }
        }
        assertThat(server.send(server.request(CONFIGMAPS + "/a").header("Accept-Encoding", "gzip"))
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void heads_beyondTheLimit_areRefusedAsAStatus() throws Exception {
        assertThat(raw("GET " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(70_000)
                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void smuggling_twoLengths_isRefused() throws Exception {
        assertThat(raw("POST " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\nAuthorization: Bearer " + HttpFixture.TOKEN
                        + "\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(handled).isEmpty();
    }

    private HttpResponse<String> post(Version version, HttpRequest.BodyPublisher body) throws Exception {
        try (HttpClient client = server.client(version)) {
            return client.send(server.request(CONFIGMAPS).POST(body).build(), BodyHandlers.ofString());
        }
    }

    /** Sends bytes as they are and reads until the server closes or has said all of one answer. */
    private String raw(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[4096];
            int count = socket.getInputStream().read(buffer);
            while (count > 0
                    && !answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8))
                            .toString()
                            .endsWith("}\n")) {
                count = socket.getInputStream().read(buffer);
            }
            return answer.toString();
        }
    }

    private SSLSocket connect() throws Exception {
        SSLSocket socket = (SSLSocket) HttpFixture.tls(server.certificates().authority(), Optional.empty())
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
