package io.bellwether.tests.etcd;

import io.bellwether.etcd.discovery.DiscoveryServer;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A discovery service with its files; it can be ended and started again on the same address. */
final class DiscoveryScene implements AutoCloseable {

    private final Path folder;
    private final RealMachine real = RealMachine.open("discovery");
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Store store;
    private DiscoveryServer server;

    DiscoveryScene(Path folder) throws IOException {
        this.folder = folder;
        this.store = open();
        this.server =
                DiscoveryServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), store, machine());
        server.start();
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
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.url().getPort());
        store = open();
        server = DiscoveryServer.bind(address, store, machine());
        server.start();
    }

    @Override
    public void close() {
        stop();
        real.close();
    }
}
