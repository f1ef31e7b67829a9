package io.bellwether.tests.apiserver;

import static java.lang.System.nanoTime;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No way of writing a path or a name reaches a key that the request does not name: checked on the keys of the store.
 */
class HostilePathsTest {

    private static final List<String> NAMES = List.of(
            "..",
            ".",
            "%2e%2e",
            "%2E",
            "a%2Fb",
            "a%2fb",
            "..%2f..%2fsecrets%2fx",
            "a%00b",
            "a%0ab",
            "a%25b",
            "a%5cb",
            ";",
            "a;b",
            "a..b%2f",
            "%c0%ae%c0%ae",
            "%ff",
            "%",
            "%4",
            "%zz",
            "UPPER",
            "a_b",
            "%C3%BC",
            "a%20b",
            "a/../b",
            "a//b",
            "/",
            "//",
            "a".repeat(254));

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
    void hostileNames_inEveryPlace_touchNoKey() throws Exception {
        Set<String> before = keys();
        for (String name : NAMES) {
            for (String path : List.of(
                    "/api/v1/namespaces/default/configmaps/" + name,
                    "/api/v1/namespaces/" + name + "/configmaps/a",
                    "/apis/coordination.k8s.io/v1/namespaces/default/leases/" + name,
                    "/api/v1/namespaces/" + name + "/../kube-system",
                    "/apis/" + name + "/v1/namespaces/default/leases/a")) {
                for (String method : List.of("GET", "PUT", "DELETE")) {
                    int status = status(method, path);
                    assertThat(status).as(method + " " + path).isIn(400, 404, 405, 422);
                }
            }
        }
        assertThat(keys()).isEqualTo(before);
    }

    @Test
    void hostileNames_inBodies_touchNoKey() throws Exception {
        Set<String> before = keys();
        for (String name : List.of("..", ".", "a/b", "a\\u0000b", "UPPER", "", "a".repeat(254), "a b", "ü", "..%2f")) {
            String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"}}";

            assertThat(status("POST", "/api/v1/namespaces/default/configmaps", body))
                    .as(name)
                    .isIn(400, 422);
        }
        assertThat(keys()).isEqualTo(before);
    }

    @Test
    void dotsAroundHealth_areNotCleaned() throws Exception {
        for (String path :
                List.of("/apis/../healthz", "/./healthz", "/healthz/../metrics", "//healthz", "/%2e/healthz")) {
            assertThat(status("GET", path)).as(path).isEqualTo(400);
        }
    }

    private int status(String method, String path) throws Exception {
        return status(method, path, "{}");
    }

    /** Over a plain socket: a client library would clean the path before sending it. */
    private int status(String method, String path, String body) throws Exception {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length
                + "\r\nConnection: close\r\n\r\n";
        long begin = nanoTime();
        try (SSLSocket socket = (SSLSocket) server.trust()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(20_000);
            // In one piece: of a request that it cannot parse, the server may close the connection on what comes later.
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(line)
                    .as(
                            "answer to %s %s, %d ms after connecting",
                            method, path, NANOSECONDS.toMillis(nanoTime() - begin))
                    .hasSize(12);
            return Integer.parseInt(line.substring(9));
        }
    }

    private Set<String> keys() {
        RangeResult all = server.store().range(KeyRange.ALL, 0, Revision.NONE);
        Set<String> keys = new TreeSet<>();
        ((RangeResult.Entries) all).entries().forEach(entry -> keys.add(key(entry.key())));
        return keys;
    }

    private static String key(Key key) {
        return key.value();
    }
}
