package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.etcd.discovery.DiscoveryServer;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A discovery service with a store on the local disk.
 *
 * <p>Threads: {@link #close} from any.
 */
final class DiscoveryHost implements AutoCloseable {

    private final Store store;
    private final DiscoveryServer server;

    private DiscoveryHost(Store store, DiscoveryServer server) {
        this.store = store;
        this.server = server;
    }

    /**
     * Serves.
     *
     * @param failed told when the store can no longer be used
     */
    static DiscoveryHost open(
            Path dataDir, InetSocketAddress listen, Machine machine, Consumer<RuntimeException> failed) {
        // The JDK's server waits 40 ms for more to send otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Store store = store(dataDir, machine, failed);
        try {
            DiscoveryServer server = DiscoveryServer.bind(listen, store, machine);
            server.start();
            return new DiscoveryHost(store, server);
        } catch (IOException refused) {
            store.close();
            throw CommandFailure.of(
                    "cannot listen on " + listen.getHostString() + ":" + listen.getPort() + ": " + refused.getMessage()
                            + "; choose another address for discovery",
                    refused);
        }
    }

    private static Store store(Path dataDir, Machine machine, Consumer<RuntimeException> failed) {
        AtomicInteger count = new AtomicInteger();
        try {
            return EmbeddedStore.open(new EmbeddedStoreOptions(
                    dataDir,
                    machine.clock(),
                    machine.random(),
                    task -> {
                        Thread unused = Threads.start("store-embedded-" + count.incrementAndGet(), task);
                    },
                    machine.executor(),
                    failed::accept,
                    EmbeddedStoreOptions.Limits.DEFAULT));
        } catch (StoreException refused) {
            throw CommandFailure.of(
                    refused.getMessage() + "; choose another directory with --data-dir, or see to this one", refused);
        }
    }

    URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
