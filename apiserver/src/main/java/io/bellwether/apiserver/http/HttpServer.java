package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apiserver.auth.Authorizer;
import io.bellwether.apiserver.auth.ClientCertificates;
import io.bellwether.apiserver.auth.StaticTokens;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.metrics.ServerMetrics;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Scheduler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The HTTP front of the API server.
 *
 * <p>Shape: the constructor takes the port, {@link #start} serves, {@link #beginDrain} and {@link #awaitDrained} let
 * what is in flight finish, {@link #close} ends.
 *
 * <p>Threads: requests run on virtual threads of the executor. Started and drained by one thread; closed by any, and
 * again.
 *
 * <p>Errors: {@code ServerException} when the port cannot be had.
 */
public final class HttpServer implements AutoCloseable {

    /** How long clients get to read their last answers; who is still connected then has nothing to read. */
    private static final Duration DEPARTURE_LIMIT = Duration.ofSeconds(1);

    private final HttpOptions options;
    private final Clock clock;
    private final Executor executor;
    private final RandomGenerator random;
    private final HttpFrontend frontend;
    private final DrainGate gate = new DrainGate();
    private final InFlightLimits limits;

    /**
     * Takes the port.
     *
     * @param executor starts a virtual thread per task; stays the caller's
     * @param random names requests
     */
    public HttpServer(
            HttpOptions options, Clock clock, Scheduler scheduler, Executor executor, RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.executor = executor;
        this.random = random;
        this.frontend = new HttpFrontend(options, clock, scheduler, executor);
        this.limits = new InFlightLimits(options);
    }

    /**
     * What is served to whom.
     *
     * @param endpoints by the first segment of their paths; copied
     */
    public record Service(
            TlsIdentity tls,
            ClientCertificates certificates,
            StaticTokens tokens,
            Authorizer authorizer,
            Supplier<KindCatalog> catalog,
            ResourceService resources,
            Map<String, Endpoint> endpoints,
            ServerMetrics metrics) {

        public Service {
            endpoints = Map.copyOf(endpoints);
        }
    }

    /** The address listened on, with the port that was free. */
    public InetSocketAddress address() {
        return frontend.address();
    }

    /** Serves. */
    public void start(Service service) {
        UnreadBody unread = new UnreadBody(options.bodySizeLimit(), clock);
        ResourcePipeline resources = new ResourcePipeline(
                options,
                clock,
                limits,
                service.authorizer,
                service.catalog,
                service.resources,
                new BodyReader(options.bodySizeLimit(), unread, clock),
                new ResourceAnswers(options, gate));
        RequestPipeline pipeline = new RequestPipeline(
                new IdentityResolver(service.certificates, service.tokens, clock),
                service.authorizer,
                service.endpoints,
                resources);
        ApiHandler handler = new ApiHandler(
                pipeline, gate, new AuditIds(random), new ExchangeLog(service.metrics, clock), unread, executor);
        try {
            frontend.start(service.tls, handler);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    /** Whether it is draining. */
    public boolean isDraining() {
        return gate.isClosed();
    }

    /** From now on refuses new requests, health and metrics excepted, and ends all watches. */
    public void beginDrain() {
        gate.close();
        frontend.departures().sendAway();
    }

    /**
     * Waits until every answer is written, and then a second at most for the clients to read them and leave.
     *
     * @return false when the deadline came before the answers were written
     */
    public boolean awaitDrained(Deadline deadline) throws InterruptedException {
        if (!gate.awaitIdle(deadline, clock)) {
            return false;
        }
        boolean unused = frontend.departures().await(Deadline.after(clock, DEPARTURE_LIMIT), clock);
        return true;
    }

    /** Requests in progress that only read, running watches excluded. */
    public int readsInFlight() {
        return limits.readsInFlight();
    }

    /** Requests in progress that may write. */
    public int writesInFlight() {
        return limits.writesInFlight();
    }

    /** Requests that wait until others are done. */
    public int requestsWaiting() {
        return limits.waiting();
    }

    /** Running watches. */
    public int watches() {
        return gate.watchCount();
    }

    @Override
    public void close() {
        frontend.close();
    }
}
