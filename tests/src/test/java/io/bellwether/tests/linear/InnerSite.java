package io.bellwether.tests.linear;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.store.Store;
import io.bellwether.tests.apiserver.TestServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** An API server in this JVM over any store, which is opened again after each crash. */
final class InnerSite implements Site {

    private final Path directory;
    private final Function<Executor, Store> opener;
    private TestServer server;
    private volatile InetSocketAddress address;

    private InnerSite(Path directory, Function<Executor, Store> opener) {
        this.directory = directory;
        this.opener = opener;
        this.server = TestServer.start(directory, opener);
        this.address = addressOf(server);
    }

    static Site start(Path directory, Function<Executor, Store> opener) {
        return new InnerSite(directory, opener);
    }

    private static InetSocketAddress addressOf(TestServer server) {
        return new InetSocketAddress(server.url().getHost(), server.url().getPort());
    }

    @Override
    public ClientConfig config() {
        return Kubeconfig.load(directory.resolve("admin.kubeconfig")).context("");
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void crash() {
        server.close();
        server = TestServer.start(directory, opener);
        address = addressOf(server);
    }

    @Override
    public void close() {
        server.close();
    }
}
