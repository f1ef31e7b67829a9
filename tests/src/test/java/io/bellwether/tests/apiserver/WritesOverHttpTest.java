package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects through the whole server: HTTP, registry, store, watch cache and back. */
class WritesOverHttpTest {

    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void create_inProtobuf_storesWhatJsonStores() throws Exception {
        ByteArrayOutputStream meta = new ByteArrayOutputStream();
        field(meta, 1, "by-protobuf".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        field(data, 1, "key".getBytes(StandardCharsets.UTF_8));
        field(data, 2, "value".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream configMap = new ByteArrayOutputStream();
        field(configMap, 1, meta.toByteArray());
        field(configMap, 2, data.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        field(type, 1, "v1".getBytes(StandardCharsets.UTF_8));
        field(type, 2, "ConfigMap".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream envelope = new ByteArrayOutputStream();
        envelope.writeBytes(new byte[] {'k', '8', 's', 0});
        field(envelope, 1, type.toByteArray());
        field(envelope, 2, configMap.toByteArray());

        HttpResponse<String> byProtobuf = server.send(server.request(CONFIGMAPS)
                .header("Content-Type", "application/vnd.kubernetes.protobuf")
                .header("Accept", "application/vnd.kubernetes.protobuf,application/json")
                .POST(BodyPublishers.ofByteArray(envelope.toByteArray())));
        HttpResponse<String> byJson = create("by-json", "value");

        assertThat(byProtobuf.statusCode()).isEqualTo(201);
        assertThat(byProtobuf.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(withoutIdentity(server.get(CONFIGMAPS + "/by-protobuf")))
                .isEqualTo(withoutIdentity(server.get(CONFIGMAPS + "/by-json")));
        assertThat(byJson.statusCode()).isEqualTo(201);
    }

    @Test
    void create_withoutContentType_isJson() throws Exception {
        assertThat(create("plain", "x").statusCode()).isEqualTo(201);
    }

    @Test
    void yaml_bothWays_isTakenAndGiven() throws Exception {
        HttpResponse<String> created = server.send(server.request(CONFIGMAPS)
                .header("Content-Type", "application/yaml")
                .header("Accept", "application/yaml")
                .POST(BodyPublishers.ofString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\ndata: {a: b}\n")));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(created.body()).contains("kind: \"ConfigMap\"", "name: \"y\"");
    }

    @Test
    void contentType_unknown_isA415Status() throws Exception {
        HttpResponse<String> refused = server.send(server.request(CONFIGMAPS)
                .header("Content-Type", "application/cbor")
                .POST(BodyPublishers.ofString("x")));

        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(refused.body()).contains("\"reason\":\"UnsupportedMediaType\"");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void watch_ofTheCollection_tellsWritesInOrder(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            String from = JsonMapper.shared()
                    .readTree(server.get(CONFIGMAPS).body())
                    .at("/metadata/resourceVersion")
                    .stringValue();
            HttpResponse<InputStream> watch = client.send(
                    server.request(CONFIGMAPS + "?watch=true&resourceVersion=" + from)
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(watch.statusCode()).isEqualTo(200);
            BufferedReader lines = new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8));

            create("a", "1");
            server.send(server.request(CONFIGMAPS + "/a").DELETE());

            assertThat(event(lines)).isEqualTo("ADDED a");
            assertThat(event(lines)).isEqualTo("DELETED a");
            watch.body().close();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void watch_afterItsTime_endsCleanly(Version version) throws Exception {
        try (HttpClient client = server.client(version)) {
            HttpResponse<InputStream> watch = client.send(
                    server.request(CONFIGMAPS + "?watch=true&timeoutSeconds=1&resourceVersion=0")
                            .build(),
                    BodyHandlers.ofInputStream());

            assertThat(watch.body().readAllBytes()).asString().doesNotContain("ERROR");
        }
    }

    @Test
    void restart_onTheSameDirectory_keepsAuthorityAndTokens() {
        String token = server.token();
        byte[] authority = read("pki/ca.pem");
        server.close();

        server = TestServer.start(directory);

        assertThat(server.token()).isEqualTo(token);
        assertThat(read("pki/ca.pem")).isEqualTo(authority);
    }

    private byte[] read(String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> create(String name, String value) throws Exception {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"key\":\"" + value + "\"}}";
        return server.send(server.request(CONFIGMAPS).POST(BodyPublishers.ofString(body)));
    }

    private static String event(BufferedReader lines) throws Exception {
        JsonNode event = JsonMapper.shared().readTree(lines.readLine());
        return event.at("/type").stringValue() + " "
                + event.at("/object/metadata/name").stringValue();
    }

    private static JsonNode withoutIdentity(HttpResponse<String> response) {
        ObjectNode object = (ObjectNode) JsonMapper.shared().readTree(response.body());
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        metadata.remove(List.of("name", "uid", "resourceVersion", "creationTimestamp"));
        return object;
    }

    /** A length-delimited field; all lengths here are below 128. */
    private static void field(ByteArrayOutputStream message, int number, byte[] content) {
        message.write((number << 3) | 2);
        message.write(content.length);
        message.writeBytes(content);
    }
}
