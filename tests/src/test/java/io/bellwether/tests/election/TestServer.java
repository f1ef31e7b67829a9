package io.bellwether.tests.election;

import io.bellwether.apiserver.ApiServer;
import io.bellwether.apiserver.ApiServerOptions;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.http.HttpOptions;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import io.bellwether.store.memory.MemoryStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;

/** An API server in this JVM, over a store in memory, on a free port. Threads: safe from any thread. */
public final class TestServer implements AutoCloseable {

    private final SystemClock clock = new SystemClock();
    private final SystemScheduler scheduler = new SystemScheduler("test-server-timer", clock);
    private final ExecutorService executor = Threads.virtual("test-server");
    private final Path directory;
    private final ApiServer server;

    /** Starts it; what it keeps beside its store is in that directory. */
    public TestServer(Path directory) {
        this.directory = directory;
        Machine machine = new Machine(clock, scheduler, executor, Randomness.secure());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ApiServerOptions options = new ApiServerOptions(
                new DataDirectory(directory), HttpOptions.defaults(anyPort), "node", "test", () -> true);
        this.server = new ApiServer(options, machine, () -> new MemoryStore(executor), violation -> {
            throw violation;
        });
        server.start();
    }

    /** An administrator's. */
    public Path kubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    ClientConfig config() {
        return Kubeconfig.load(kubeconfig()).context("");
    }

    @Override
    public void close() {
        server.close();
        scheduler.close();
        executor.shutdownNow();
    }
}
