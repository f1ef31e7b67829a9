package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.discovery.DiscoveryServer;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A discovery service with its files; it can be ended and started again on the same address. That is why its port is
 * none that the system hands out: while it is down, somebody's connection could have it.
 */
final class DiscoveryScene implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final RealMachine real = RealMachine.open("discovery");
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Store store;
    private DiscoveryServer server;

    /** In a folder of its own within this one. */
    static DiscoveryScene open(Path folder) {
        try {
            return new DiscoveryScene(folder.resolve("discovery"));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    DiscoveryScene(Path folder) throws IOException {
        this.folder = folder;
        this.store = open();
        this.server = bindAnywhere();
        server.start();
    }

    /** A port that was free may be taken in the moment between, by a process that is none of ours. */
    private DiscoveryServer bindAnywhere() throws IOException {
        int attempt = 1;
        while (true) {
            try {
                return bind(FreePorts.next());
            } catch (BindException taken) {
                attempt++;
                if (attempt > ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private DiscoveryServer bind(int port) throws IOException {
        return DiscoveryServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), store, machine());
    }

    private Machine machine() {
        return real.machine();
    }

    private Store open() {
        return EmbeddedStore.open(new EmbeddedStoreOptions(
                folder,
                machine().clock(),
                machine().random(),
                task -> {
                    Thread unused = Threads.start("store", task);
                },
                machine().executor(),
                failure -> {},
                EmbeddedStoreOptions.Limits.DEFAULT));
    }

    URI url() {
        return server.url();
    }

    /** The address for a new cluster. */
    String newToken(int size) throws IOException, InterruptedException {
        return get("/new?size=" + size).body();
    }

    /** The address for a new cluster whose nodes sign what they say. */
    String newToken(int size, JoinToken token) throws IOException, InterruptedException {
        String key = token.signingKey().publicKey();
        return get("/new?size=" + size + "&id=" + token.id() + "&key=" + key).body();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a form, as stock etcd does. */
    HttpResponse<String> put(String path, String form) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Says in discovery that a node has data, which nobody supervises. */
    void reportData(String token) {
        Registration node = new Registration(
                new NodeId("node-by-hand"),
                new Incarnation("incarnation-by-hand"),
                "by-hand",
                List.of(Etcd.freeUrl()),
                "",
                0,
                Standing.MEMBER,
                Wish.NONE,
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO);
        Word word = DiscoveryClient.of(http, URI.create(token), Duration.ofSeconds(20), Optional.empty())
                .report(new Report(node, List.of(), "by hand"));
        assertThat(word).isInstanceOf(Word.Heard.class);
    }

    /** Ends it. */
    void stop() {
        server.close();
        store.close();
    }

    /** Starts it again on its address, with an empty disk. */
    void restartEmpty() throws IOException {
        Files.move(folder, folder.resolveSibling(folder.getFileName() + "-lost"));
        restart();
    }

    /** Starts it again with its files, on its address. */
    void restart() throws IOException {
        int port = server.url().getPort();
        store = open();
        server = bind(port);
        server.start();
    }

    @Override
    public void close() {
        stop();
        real.close();
    }
}
