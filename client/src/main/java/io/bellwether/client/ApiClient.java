package io.bellwether.client;

import io.bellwether.client.credential.Credential;
import io.bellwether.client.credential.Credentials;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/**
 * Speaks to one Kubernetes API server.
 *
 * <p>Shape: requests and replies are values. Nothing is tried twice: what to do about a failure is the caller's
 * decision. A read may be started again by the runtime when a pooled connection turns out to be dead, which nobody can
 * tell from a slow read; a write's body is given to the network once ({@link Reply.Unknown} or
 * {@link Reply.Unreachable} say whether it was).
 *
 * <p>Threads: safe from any thread. {@link #send} and {@link #watch} block (virtual threads are meant to call them) and
 * can be interrupted, which cancels the request and closes its stream. Work of the HTTP client runs on the executor
 * given.
 */
public final class ApiClient implements AutoCloseable {

    private final ClientConfig config;
    private final ClientOptions options;
    private final Clock clock;
    private final Credentials credentials;
    private final Connections connections;

    /**
     * A client that has not connected yet.
     *
     * @param executor runs the HTTP client's own short tasks; a virtual-thread executor does
     */
    public ApiClient(ClientConfig config, ClientOptions options, Clock clock, Executor executor) {
        this.config = config;
        this.options = options;
        this.clock = clock;
        this.credentials = new Credentials(config.token(), clock);
        this.connections = new Connections(config, options, executor);
    }

    /** Which server, and as whom. */
    public ClientConfig config() {
        return config;
    }

    /**
     * Sends one request and waits for the whole reply, at most until the deadline.
     *
     * <p>Errors: all outcomes are values. InterruptedException after the request was cancelled; a write may have been
     * applied then.
     */
    public Reply send(Request request, Deadline deadline) throws InterruptedException {
        WireRequest wire = WireRequest.of(request);
        Optional<SentOnce> body = wire.body().map(content -> new SentOnce(content.bytes()));
        Opened opened = open(deadline);
        if (opened instanceof Opened.No(Fault fault)) {
            return new Reply.Unreachable(fault);
        }
        Opened.Yes channel = (Opened.Yes) opened;
        CompletableFuture<HttpResponse<byte[]>> response = channel.http()
                .sendAsync(http(wire, body, channel.credential()), info -> new BoundedBody(options.replyLimitBytes()));
        return switch (await(response, deadline, channel.whenLate())) {
            case Answer.Received(HttpResponse<byte[]> received) -> understand(received, body);
            case Answer.None(Fault fault) -> noAnswer(fault, body);
        };
    }

    /**
     * Opens a watch.
     *
     * <p>Threads: blocks only to find the credential, and for a connection after {@link #dropConnections}, at most
     * until the deadline; whether the server accepts the watch is the first thing the call says.
     *
     * @return to be closed by the caller, also when it has ended
     */
    public WatchCall watch(ResourcePath path, WatchOptions watchOptions, Deadline deadline)
            throws InterruptedException {
        WireRequest wire = WireRequest.watch(path, watchOptions);
        return switch (open(deadline)) {
            case Opened.No(Fault fault) -> WatchCall.failed(config.server(), fault, clock);
            case Opened.Yes(HttpClient http, Credential credential, Fault.Kind whenLate) ->
                WatchCall.start(http, http(wire, Optional.empty(), credential), clock, credentials::rejected);
        };
    }

    /**
     * Breaks all requests and watches under way and forgets the connections: what to do after a time-out, for the
     * connection may be half dead. The next connection is made ahead of the requests that need it, and goes on being
     * made when their deadlines come: a handshake that takes longer than a request may wait ends all the same.
     */
    public void dropConnections() {
        connections.drop();
    }

    /** Breaks what is under way; later requests are answered with a fault. Idempotent, does not block. */
    @Override
    public void close() {
        connections.close();
    }

    /** Ready to send, or why not. */
    private sealed interface Opened {
        /**
         * Ready.
         *
         * @param whenLate what a passed deadline means: who has waited for a fresh connection has nothing against it
         */
        record Yes(HttpClient http, Credential credential, Fault.Kind whenLate) implements Opened {}

        record No(Fault fault) implements Opened {}
    }

    private sealed interface Answer {
        record Received(HttpResponse<byte[]> response) implements Answer {}

        record None(Fault fault) implements Answer {}
    }

    private Opened open(Deadline deadline) throws InterruptedException {
        if (connections.isClosed()) {
            return new Opened.No(Faults.closed(config.server()));
        }
        try {
            Credential credential = credentials.current(deadline.remaining(clock));
            Pool pool = connections.open(credential);
            Fault.Kind whenLate = pool.hasOpened() ? Fault.Kind.TIMEOUT : Fault.Kind.CONNECT;
            return pool.awaitOpen(deadline, clock)
                    .<Opened>map(Opened.No::new)
                    .orElse(new Opened.Yes(pool.http(), credential, whenLate));
        } catch (TimeoutException opening) {
            return new Opened.No(Faults.opening(config.server()));
        } catch (IOException | GeneralSecurityException unusable) {
            return new Opened.No(Faults.credential(unusable));
        }
    }

    private HttpRequest http(WireRequest wire, Optional<SentOnce> body, Credential credential) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(config.at(wire.pathAndQuery()))
                .header("Accept", "application/json")
                .header("User-Agent", options.userAgent())
                .method(wire.method(), body.isPresent() ? body.get() : HttpRequest.BodyPublishers.noBody());
        wire.body().ifPresent(content -> builder.header("Content-Type", content.contentType()));
        wire.fence().ifPresent(fence -> builder.header(Fence.HEADER, fence.headerValue()));
        if (!credential.bearerToken().isEmpty()) {
            builder.header("Authorization", "Bearer " + credential.bearerToken());
        }
        return builder.build();
    }

    private Answer await(CompletableFuture<HttpResponse<byte[]>> response, Deadline deadline, Fault.Kind whenLate)
            throws InterruptedException {
        Duration patience = deadline.remaining(clock);
        try {
            return new Answer.Received(response.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            response.cancel(true);
            return new Answer.None(Faults.timeout(whenLate, config.server(), patience.toMillis() + " ms"));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return new Answer.None(Faults.of(config.server(), cause));
        } catch (CancellationException dropped) {
            return new Answer.None(Faults.of(config.server(), dropped));
        } catch (InterruptedException interrupted) {
            response.cancel(true);
            throw interrupted;
        }
    }

    private Reply understand(HttpResponse<byte[]> response, Optional<SentOnce> body) {
        try {
            Reply reply = Replies.of(response);
            if (response.statusCode() == 401) {
                credentials.rejected();
            }
            return reply;
        } catch (JacksonException malformed) {
            return noAnswer(Faults.malformed(config.server(), malformed), body);
        }
    }

    private static Reply noAnswer(Fault fault, Optional<SentOnce> body) {
        boolean mayBeApplied = body.isPresent() && body.get().withholdOrWasSent();
        return mayBeApplied ? new Reply.Unknown(fault) : new Reply.Unreachable(fault);
    }
}
