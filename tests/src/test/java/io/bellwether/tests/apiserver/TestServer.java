package io.bellwether.tests.apiserver;

import io.bellwether.apiserver.ApiServer;
import io.bellwether.apiserver.ApiServerOptions;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.http.HttpOptions;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import io.bellwether.store.memory.MemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** The API server in this JVM, on a store in memory and a free port of the loopback interface. */
public final class TestServer implements AutoCloseable {

    private final SystemClock clock = new SystemClock();
    private final SystemScheduler scheduler = new SystemScheduler("test-scheduler", clock);
    private final ExecutorService executor = Threads.virtual("http");
    private final List<InvariantViolation> violations = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final Store store;
    private final ApiServer server;

    private TestServer(Path directory, Function<Executor, Store> opener) {
        this.directory = directory;
        this.store = opener.apply(executor);
        HttpOptions http = HttpOptions.defaults(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ApiServerOptions options =
                new ApiServerOptions(new DataDirectory(directory), http, "test-node", "test", () -> true);
        Machine machine = new Machine(clock, scheduler, executor, Randomness.secure());
        this.server = new ApiServer(options, machine, () -> store, violations::add);
    }

    /** A running server whose files are in the directory. */
    public static TestServer start(Path directory) {
        return start(directory, MemoryStore::new);
    }

    /** A running server with a durable store in the same directory. */
    public static TestServer startDurable(Path directory) {
        return start(directory, executor -> openStore(directory, executor));
    }

    /** Opens the durable store of a directory, as {@code bellwether up} does. */
    public static Store openStore(Path directory, Executor executor) {
        return EmbeddedStore.open(new EmbeddedStoreOptions(
                directory,
                new SystemClock(),
                Randomness.secure(),
                task -> Threads.start("store-embedded", task),
                executor,
                failure -> {
                    throw failure;
                },
                EmbeddedStoreOptions.Limits.DEFAULT));
    }

    /** A running server over any store; the opener is given the executor of the watches. */
    public static TestServer start(Path directory, Function<Executor, Store> opener) {
        TestServer started = new TestServer(directory, opener);
        started.server.start();
        return started;
    }

    /** The server itself. */
    public ApiServer server() {
        return server;
    }

    /** What it stores in. */
    public Store store() {
        return store;
    }

    /** The server's URL. */
    public URI url() {
        return server.url();
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    /** Who may do everything on it. */
    Administrator administrator() {
        return new Administrator(directory, url());
    }

    /** The administrator's bearer token. */
    String token() {
        return administrator().token();
    }

    /** A client that trusts the server. */
    HttpClient client(HttpClient.Version version) {
        return administrator().client(version);
    }

    /** A request of the administrator. */
    HttpRequest.Builder request(String pathAndQuery) {
        return administrator().request(pathAndQuery);
    }

    /** Sends one request over HTTP/2. */
    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return administrator().send(request);
    }

    /** Sends one GET request of the administrator over HTTP/2. */
    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return administrator().get(pathAndQuery);
    }

    /** The TLS settings that trust the server's authority. */
    SSLContext trust() {
        return administrator().trust();
    }

    @Override
    public void close() {
        server.close();
        executor.shutdownNow();
        scheduler.close();
        if (!violations.isEmpty()) {
            throw violations.getFirst();
        }
    }
}
