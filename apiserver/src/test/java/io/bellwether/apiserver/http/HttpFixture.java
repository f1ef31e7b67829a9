package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apiserver.auth.Authorizer;
import io.bellwether.apiserver.auth.ClientCertificates;
import io.bellwether.apiserver.auth.MastersAuthorizer;
import io.bellwether.apiserver.auth.PublicPaths;
import io.bellwether.apiserver.auth.StaticTokens;
import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.metrics.ServerMetrics;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.certificates.Credential;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The HTTP front on a free port, with a handler of the test instead of a registry. */
final class HttpFixture implements AutoCloseable {

    static final String TOKEN = "a-token-of-the-administrator";

    /** No groups: may nothing but what everybody may. */
    static final String POOR_TOKEN = "a-token-of-somebody";

    private final SystemClock clock = new SystemClock();
    private final SystemScheduler scheduler = new SystemScheduler("test-scheduler", clock);
    private final ExecutorService executor = Threads.virtual("http");
    private final Certificates certificates;
    private final HttpServer server;

    HttpFixture(Path directory, ResourceService handler) {
        this(directory, handler, UnaryOperator.identity());
    }

    HttpFixture(Path directory, ResourceService handler, UnaryOperator<HttpOptions> options) {
        DataDirectory data = new DataDirectory(directory);
        data.create();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.certificates =
                Certificates.prepare(data, ServingNames.of(loopback, "test"), Randomness.secure(), clock.wallTime());
        this.server = new HttpServer(
                options.apply(HttpOptions.defaults(new InetSocketAddress(loopback, 0))),
                clock,
                scheduler,
                executor,
                Randomness.secure());
        KindCatalog catalog = KindCatalog.builtIn();
        Endpoint ok = request -> EndpointReply.text(200, request.path());
        server.start(new HttpServer.Service(
                new TlsIdentity(certificates.authority(), certificates.serving()),
                new ClientCertificates(certificates.authority(), clock),
                StaticTokens.parse(
                        TOKEN + ",root,,\"system:masters\"\n" + POOR_TOKEN + ",poor,\n", directory.resolve("tokens")),
                Authorizer.anyOf(List.of(new MastersAuthorizer(), new PublicPaths())),
                () -> catalog,
                handler,
                Map.of("livez", ok, "readyz", ok, "healthz", ok, "version", ok, "metrics", ok, "api", ok, "apis", ok),
                new ServerMetrics()));
    }

    HttpServer server() {
        return server;
    }

    Certificates certificates() {
        return certificates;
    }

    int port() {
        return server.address().getPort();
    }

    URI uri(String pathAndQuery) {
        return URI.create("https://127.0.0.1:" + port() + pathAndQuery);
    }

    /** A client that trusts the server and shows no certificate. */
    HttpClient client(HttpClient.Version version) {
        return client(version, Optional.empty());
    }

    HttpClient client(HttpClient.Version version, Optional<Credential> credential) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(tls(certificates.authority(), credential))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A request of the administrator. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(uri(pathAndQuery))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(request(pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    Deadline deadline(Duration timeout) {
        return Deadline.after(clock, timeout);
    }

    static SSLContext tls(X509Certificate authority, Optional<Credential> credential) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (credential.isPresent()) {
                own.setKeyEntry("own", credential.get().key(), new char[0], new X509Certificate[] {
                    credential.get().certificate()
                });
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
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
    }
}
