package io.bellwether.apiserver;

import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.openapi.OpenApiDocument;
import io.bellwether.apiserver.auth.Authorizer;
import io.bellwether.apiserver.auth.ClientCertificates;
import io.bellwether.apiserver.auth.MastersAuthorizer;
import io.bellwether.apiserver.auth.PublicPaths;
import io.bellwether.apiserver.auth.StaticTokens;
import io.bellwether.apiserver.discovery.DiscoveryEndpoint;
import io.bellwether.apiserver.discovery.VersionEndpoint;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.health.HealthCheck;
import io.bellwether.apiserver.health.HealthEndpoint;
import io.bellwether.apiserver.http.HttpServer;
import io.bellwether.apiserver.metrics.MetricsEndpoint;
import io.bellwether.apiserver.metrics.ServerMetrics;
import io.bellwether.apiserver.openapi.OpenApiEndpoint;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Machine;
import io.bellwether.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API server: kinds over HTTPS on top of a store.
 *
 * <p>Shape: {@link #start} returns once the server is ready; {@link #close} drains it and releases everything, the
 * store included.
 *
 * <p>Units and limits: closing waits at most {@link #DRAIN_LIMIT} for requests in flight.
 *
 * <p>Threads: started once; closed by any thread, and again. Requests run on virtual threads of the machine's executor.
 *
 * <p>Errors: {@code ServerException} and {@code StoreException}, whose messages tell a person what stands in the way;
 * then nothing runs.
 */
public final class ApiServer implements AutoCloseable {

    /** How long requests in flight may take to finish when the server stops. */
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

    private final ApiServerOptions options;
    private final Machine machine;
    private final Supplier<Store> storeOpener;
    private final Consumer<InvariantViolation> fatal;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    /**
     * A server that does nothing until {@link #start}.
     *
     * @param storeOpener opens the store, which from then on is the server's
     * @param fatal told, on the thread that found it, of a violated invariant: the process must end
     */
    public ApiServer(
            ApiServerOptions options,
            Machine machine,
            Supplier<Store> storeOpener,
            Consumer<InvariantViolation> fatal) {
        this.options = options;
        this.machine = machine;
        this.storeOpener = storeOpener;
        this.fatal = fatal;
    }

    private record Running(HttpServer http, Backend backend, Identity identity) {}

    /** Starts; returns when the server is ready. */
    public void start() {
        options.directory().create();
        StartUp parts = StartUp.prepare(options, machine, storeOpener);
        ServerMetrics metrics = new ServerMetrics();
        Backend backend = new Backend(parts.store(), parts.catalog(), options.singletonGate(), machine, metrics, fatal);
        Identity identity = new Identity(options, machine, parts.certificates(), url(parts.http()));
        try {
            backend.start();
            identity.start();
            serve(parts.http(), backend, identity, metrics, parts.catalog());
            running.set(new Running(parts.http(), backend, identity));
        } catch (RuntimeException e) {
            identity.close();
            parts.http().close();
            backend.close();
            throw e;
        }
        log.atInfo().addKeyValue("url", url()).log("Started API server");
    }

    /** Where clients on this machine reach the server. */
    public URI url() {
        return url(present().http);
    }

    /** What keeps the server from being ready; empty: it is. */
    public Optional<String> unreadiness() {
        Running now = present();
        return readyChecks(now.http, now.backend).stream()
                .flatMap(check -> check.failure().get().stream().map(reason -> check.name() + ": " + reason))
                .findFirst();
    }

    @Override
    public void close() {
        Running ending = running.getAndSet(null);
        if (ending == null) {
            return;
        }
        ending.identity.close();
        drain(ending.http);
        ending.http.close();
        ending.backend.close();
        log.atInfo().log("Stopped API server");
    }

    private void drain(HttpServer http) {
        http.beginDrain();
        try {
            if (!http.awaitDrained(Deadline.after(machine.clock(), DRAIN_LIMIT))) {
                log.atWarn().addKeyValue("limit", DRAIN_LIMIT).log("Cut requests that did not finish in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Running present() {
        Running now = running.get();
        if (now == null) {
            throw new IllegalStateException("the server is not running");
        }
        return now;
    }

    private void serve(
            HttpServer http, Backend backend, Identity identity, ServerMetrics metrics, KindCatalog catalog) {
        Supplier<KindCatalog> kinds = () -> catalog;
        http.start(new HttpServer.Service(
                identity.tls(),
                new ClientCertificates(identity.authority(), machine.clock()),
                StaticTokens.load(options.directory(), machine.random()),
                Authorizer.anyOf(List.of(new MastersAuthorizer(), new PublicPaths())),
                kinds,
                backend.resources(),
                endpoints(http, backend, metrics, kinds),
                metrics));
    }

    private Map<String, Endpoint> endpoints(
            HttpServer http, Backend backend, ServerMetrics metrics, Supplier<KindCatalog> kinds) {
        Endpoint discovery = new DiscoveryEndpoint(kinds);
        return Map.of(
                "api", discovery,
                "apis", discovery,
                "openapi", new OpenApiEndpoint(kinds, OpenApiDocument::render),
                "version", new VersionEndpoint(options.programVersion()),
                "livez", new HealthEndpoint("livez", List.of(HealthCheck.PING)),
                "healthz", new HealthEndpoint("healthz", backend.healthChecks()),
                "readyz", new HealthEndpoint("readyz", readyChecks(http, backend)),
                "metrics", new MetricsEndpoint(metrics, new Gauges(http, backend, kinds)));
    }

    private static List<HealthCheck> readyChecks(HttpServer http, Backend backend) {
        HealthCheck shutdown = new HealthCheck(
                "shutdown", () -> http.isDraining() ? Optional.of("the server is shutting down") : Optional.empty());
        return Stream.concat(backend.healthChecks().stream(), Stream.of(shutdown))
                .toList();
    }

    private static URI url(HttpServer http) {
        InetSocketAddress bound = http.address();
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        String host = address.getHostAddress();
        return URI.create("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + bound.getPort());
    }
}
