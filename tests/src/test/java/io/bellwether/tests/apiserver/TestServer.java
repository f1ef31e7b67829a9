package io.bellwether.tests.apiserver;

import io.bellwether.apiserver.ApiServer;
import io.bellwether.apiserver.ApiServerOptions;
import io.bellwether.apiserver.Machine;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.http.HttpOptions;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import io.bellwether.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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

    private static TestServer start(Path directory, Function<Executor, Store> opener) {
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

    /** The administrator's bearer token. */
    public String token() {
        try {
            return Files.readAllLines(directory.resolve("tokens.csv")).get(1).split(",", 2)[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts the server. */
    public HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trust())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A request of the administrator. */
    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(url() + pathAndQuery))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token());
    }

    /** Sends one request over HTTP/2. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    /** Sends one GET request over HTTP/2. */
    public HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(request(pathAndQuery));
    }

    /** The TLS settings that trust the server's authority. */
    public SSLContext trust() {
        try {
            String pem = Files.readString(directory.resolve("pki").resolve("ca.pem"));
            byte[] certificate =
                    pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----")).getBytes(StandardCharsets.US_ASCII);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
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
