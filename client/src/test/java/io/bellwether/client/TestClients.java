package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys, servers and clients for tests of the client.
 *
 * @param serverKeys the identity of the servers that {@link #start(TestServer.Answer)} starts
 * @param clientKeys an identity those servers accept
 * @param executor runs what clients do in the background
 */
record TestClients(TestKeys serverKeys, TestKeys clientKeys, ExecutorService executor) implements AutoCloseable {

    static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");
    static final ResourcePath OBJECT = ResourcePath.object(CONFIG_MAPS, "default", "a");
    static final String MAP =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"}}";
    static final SystemClock CLOCK = new SystemClock();

    static TestClients start(Path folder) throws Exception {
        return new TestClients(
                TestKeys.create(folder, "server", "EC", "ip:127.0.0.1,dns:api.example"),
                TestKeys.create(folder, "alice", "RSA", "dns:alice"),
                Threads.virtual("client-test"));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    Reply reply(ClientConfig config) throws InterruptedException {
        try (ApiClient client = client(config)) {
            return client.send(update(), soon());
        }
    }

    TestServer start(TestServer.Answer answer) throws Exception {
        return TestServer.start(serverKeys, trustStoreOf(clientKeys), TestServer.Clients.ANY, answer);
    }

    /** The client's own certificate as the authority for clients: it is self-signed. */
    static KeyStore trustStoreOf(TestKeys keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("client", keys.store().getCertificate("it"));
        return store;
    }

    TlsSettings trusting() throws Exception {
        return new TlsSettings(
                new Trust.Authorities(new PemSource.Inline(serverKeys.certificatePem())), "", Optional.empty());
    }

    ClientConfig config(TestServer server) throws Exception {
        return config(server.url(), trusting(), new TokenSource.None());
    }

    ClientConfig config(URI server, TlsSettings tls, TokenSource token) {
        return new ClientConfig(server, tls, token, "default", Optional.empty(), "test");
    }

    ApiClient client(ClientConfig config) {
        return new ApiClient(config, new ClientOptions("test/1", Duration.ofSeconds(5), 1 << 20), CLOCK, executor);
    }

    static Request update() {
        return new Request.Update(OBJECT, object(), WriteOptions.DEFAULT);
    }

    static ApiObject object() {
        return new ApiObject((ObjectNode) JsonMapper.shared().readTree(MAP));
    }

    static Deadline soon() {
        return Deadline.after(CLOCK, Duration.ofSeconds(20));
    }
}
