package io.bellwether.client;

import static io.bellwether.client.TestClients.CONFIG_MAPS;
import static io.bellwether.client.TestClients.MAP;
import static io.bellwether.client.TestClients.OBJECT;
import static io.bellwether.client.TestClients.object;
import static io.bellwether.client.TestClients.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.StatusReason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a request looks like on the wire, and what its reply becomes. */
final class ApiClientTest {

    @TempDir
    private static Path folder;

    private static TestClients clients;

    @BeforeAll
    static void start() throws Exception {
        clients = TestClients.start(folder);
    }

    @AfterAll
    static void stop() {
        clients.close();
    }

    @Test
    void send_get_answersTheObjectAndTheWarnings() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.getResponseHeaders().add("Warning", "299 - \"old \\\"kind\\\"\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"second\"");
            TestServer.json(200, MAP).write(exchange);
        };
        try (TestServer server = clients.start(answer);
                ApiClient client = clients.client(clients.config(server))) {
            Reply reply = client.send(new Request.Get(OBJECT), soon());
            assertThat(reply).isInstanceOfSatisfying(Reply.Success.class, success -> {
                assertThat(success.object().resourceVersion()).isEqualTo("7");
                assertThat(success.warnings()).containsExactly("old \"kind\"", "second");
            });
            TestServer.Asked asked = server.takeAsked();
            assertThat(asked.uri()).isEqualTo("/api/v1/namespaces/default/configmaps/a");
            assertThat(asked.headers().getFirst("Accept")).isEqualTo("application/json");
            assertThat(asked.headers().getFirst("User-Agent")).isEqualTo("test/1");
        }
    }

    @Test
    void send_write_carriesBodyFenceAndOptions() throws Exception {
        try (TestServer server = clients.start(TestServer.json(201, MAP));
                ApiClient client = clients.client(clients.config(server))) {
            WriteOptions options = WriteOptions.DEFAULT
                    .fencedBy(new Fence("default", "demo", 3))
                    .dryRun()
                    .managedBy("me")
                    .strict();
            Reply reply =
                    client.send(new Request.Create(ResourcePath.in(CONFIG_MAPS, "default"), object(), options), soon());
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Success.class,
                            success -> assertThat(success.code()).isEqualTo(201));
            TestServer.Asked asked = server.takeAsked();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.uri())
                    .isEqualTo(
                            "/api/v1/namespaces/default/configmaps?dryRun=All&fieldManager=me&fieldValidation=Strict");
            assertThat(asked.headers().getFirst(Fence.HEADER)).isEqualTo("default/demo;token=3");
            assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(object().json());
        }
    }

    @Test
    void send_refused_answersTheStatusAndWhenToRetry() throws Exception {
        String status =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"slow down\",\"reason\":\"TooManyRequests\",\"code\":429,"
                        + "\"details\":{\"retryAfterSeconds\":4}}";
        try (TestServer server = clients.start(TestServer.json(429, status));
                ApiClient client = clients.client(clients.config(server))) {
            Reply reply = client.send(new Request.Get(OBJECT), soon());
            assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class, failure -> {
                assertThat(failure.status().reason()).isEqualTo(StatusReason.TOO_MANY_REQUESTS);
                assertThat(failure.status().message()).isEqualTo("slow down");
                assertThat(failure.retryAfter()).contains(Duration.ofSeconds(4));
            });
        }
    }

    @Test
    void send_textReply_isAJsonString() throws Exception {
        TestServer.Answer answer = exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        };
        try (TestServer server = clients.start(answer);
                ApiClient client = clients.client(clients.config(server))) {
            Reply reply = client.send(new Request.Raw("/readyz?verbose"), soon());
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Success.class,
                            success -> assertThat(success.body().stringValue()).isEqualTo("ok"));
            assertThat(server.takeAsked().uri()).isEqualTo("/readyz?verbose");
        }
    }

    @Test
    void send_delete_carriesItsPreconditions() throws Exception {
        try (TestServer server = clients.start(TestServer.json(200, MAP));
                ApiClient client = clients.client(clients.config(server))) {
            assertThat(client.send(
                            new Request.Delete(OBJECT, new Preconditions("u", "7"), WriteOptions.DEFAULT), soon()))
                    .isInstanceOf(Reply.Success.class);
            assertThat(JsonMapper.shared().readTree(server.takeAsked().body()))
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"u\",\"resourceVersion\":\"7\"}}"));
        }
    }
}
