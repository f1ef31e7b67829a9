package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Discovery, OpenAPI, version, health and metrics of the whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedDocumentsTest {

    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String KUBECTL =
            AGGREGATED + ",application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.start(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void discovery_legacyWalk_leadsToEveryResource() throws Exception {
        assertThat(json("/api").at("/versions/0").stringValue()).isEqualTo("v1");
        JsonNode core = json("/api/v1");
        assertThat(core.at("/kind").stringValue()).isEqualTo("APIResourceList");
        assertThat(core.at("/resources").findValuesAsString("name"))
                .contains("configmaps", "secrets", "namespaces", "serviceaccounts", "events");
        assertThat(core.at("/resources").values()).allSatisfy(resource -> {
            boolean isSubresource = resource.at("/name").stringValue().contains("/");
            assertThat(resource.has("storageVersionHash")).isEqualTo(!isSubresource);
        });
        assertThat(json("/apis").at("/groups/0/name").stringValue()).isEqualTo("coordination.k8s.io");
        assertThat(json("/apis/coordination.k8s.io/")
                        .at("/preferredVersion/groupVersion")
                        .stringValue())
                .isEqualTo("coordination.k8s.io/v1");
        assertThat(json("/apis/coordination.k8s.io/v1").at("/resources/0/kind").stringValue())
                .isEqualTo("Lease");
    }

    @Test
    void discovery_aggregated_isSaidInTheContentTypeAndSentOnce() throws Exception {
        for (String path : new String[] {"/api", "/apis"}) {
            HttpResponse<String> first = server.send(server.request(path).header("Accept", KUBECTL));

            assertThat(first.headers().firstValue("Content-Type")).contains(AGGREGATED);
            assertThat(parse(first).at("/kind").stringValue()).isEqualTo("APIGroupDiscoveryList");
            assertThat(parse(first).at("/items/0/versions/0/resources").isEmpty())
                    .isFalse();
            String tag = first.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> second =
                    server.send(server.request(path).header("Accept", KUBECTL).header("If-None-Match", tag));
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
        }
        HttpResponse<String> plain = server.get("/apis");
        assertThat(plain.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void version_major_andMinorAreNumbers() throws Exception {
        JsonNode version = json("/version");

        assertThat(Integer.parseInt(version.at("/major").stringValue())).isEqualTo(1);
        assertThat(Integer.parseInt(version.at("/minor").stringValue())).isEqualTo(34);
        assertThat(version.at("/gitVersion").stringValue()).matches("v1\\.34\\.0\\+bellwether-.+");
    }

    @Test
    void openApi_index_leadsToDocumentsThatMayBeKept() throws Exception {
        JsonNode index = json("/openapi/v3");
        String url = index.at("/paths/apis~1coordination.k8s.io~1v1/serverRelativeURL")
                .stringValue();

        HttpResponse<String> document = server.get(url);
        assertThat(document.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
        assertThat(parse(document).at("/openapi").stringValue()).startsWith("3.");
        HttpResponse<String> wrong = server.get("/openapi/v3/api/v1?hash=OLD");
        assertThat(wrong.statusCode()).isEqualTo(302);
        String right = wrong.headers().firstValue("Location").orElseThrow();
        assertThat(right).isEqualTo(index.at("/paths/api~1v1/serverRelativeURL").stringValue());
        assertThat(server.get(right).statusCode()).isEqualTo(200);
    }

    @Test
    void openApiV2_isADocumentWithoutDefinitions() throws Exception {
        JsonNode document = json("/openapi/v2");

        assertThat(document.at("/swagger").stringValue()).isEqualTo("2.0");
        assertThat(document.at("/definitions").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/healthz"})
    void health_ofAWellServer_isOkForEverybody(String path) throws Exception {
        assertThat(anonymous(path).body()).isEqualTo("ok");
        assertThat(anonymous(path + "?verbose").body())
                .startsWith("[+]ping ok\n")
                .endsWith(path.substring(1) + " check passed\n");
        assertThat(anonymous(path + "?verbose&exclude=ping").body()).contains("[+]ping excluded: ok\n");
        assertThat(anonymous(path + "?verbose&exclude=nothing").body()).contains("no matches for nothing");
        assertThat(anonymous(path + "/ping").body()).isEqualTo("ok");
        assertThat(anonymous(path + "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void readyz_verbose_namesAllChecks() throws Exception {
        assertThat(anonymous("/readyz?verbose").body())
                .contains("store-read", "store-write", "watch-cache-synced", "shutdown");
    }

    @Test
    void metrics_afterRequests_countThem() throws Exception {
        server.get("/api/v1/namespaces/default/configmaps");

        String metrics = server.get("/metrics").body();

        assertThat(metrics)
                .containsPattern(
                        "apiserver_request_duration_seconds_count\\{group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"LIST\",version=\"v1\"\\} [1-9]")
                .contains("apiserver_storage_objects{resource=\"namespaces\"} 4.0")
                .contains("apiserver_current_inflight_requests{request_kind=\"mutating\"} 0.0")
                .contains("bellwether_store_txn_duration_seconds_count")
                .contains("jvm_memory_used_bytes");
        assertThat(anonymous("/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void kubeconfig_isForTheOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.kubeconfig())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(server.kubeconfig())).contains("server: " + server.url());
    }

    private HttpResponse<String> anonymous(String path) throws Exception {
        return server.send(HttpRequest.newBuilder(URI.create(server.url() + path)));
    }

    private JsonNode json(String path) throws Exception {
        return parse(server.get(path));
    }

    private static JsonNode parse(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }
}
