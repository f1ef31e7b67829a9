package io.bellwether.apiserver.http;

import io.bellwether.apiserver.http.core.ConnectionSighting;
import io.bellwether.apiserver.http.core.ConnectionSighting.Counters;
import io.bellwether.apiserver.http.core.ConnectionSighting.Protocol;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connections that hold a place without using it. Jetty's idle timeout cannot: it counts from the last byte,
 * so a trickle of bytes defeats it, and it would end quiet watches.
 *
 * <p>What counts is time in which the process ran: after the machine stood still, nobody has had the time to get on.
 *
 * <p>Threads: one sweep at a time on the executor, started by the scheduler; the sightings belong to the sweep.
 */
final class ConnectionSweeper {

    private static final Logger log = LoggerFactory.getLogger(ConnectionSweeper.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ServerConnector connector;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Executor executor;
    private volatile boolean stopped;
    private Map<EndPoint, ConnectionSighting> sightings = Map.of();
    private long sweptNanos;
    private long countedNanos;

    ConnectionSweeper(ServerConnector connector, Clock clock, Scheduler scheduler, Executor executor) {
        this.connector = connector;
        this.clock = clock;
        this.scheduler = scheduler;
        this.executor = executor;
        this.sweptNanos = clock.nanos();
    }

    /** Sweeps from now on, until {@link #stop}. */
    void start() {
        scheduler.schedule(clock.nanos() + INTERVAL.toNanos(), this::dispatch);
    }

    void stop() {
        stopped = true;
    }

    private void dispatch() {
        if (stopped) {
            return;
        }
        try {
            executor.execute(() -> {
                sweep();
                start();
            });
        } catch (RejectedExecutionException shutDown) {
            // The executor ended before us: so does the sweeping.
            stopped = true;
        }
    }

    private void sweep() {
        long now = count(clock.nanos());
        Map<EndPoint, ConnectionSighting> fresh = new HashMap<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            ConnectionSighting sighting = ConnectionSighting.of(
                    Optional.ofNullable(sightings.get(endPoint)), counters(endPoint.getConnection()), now);
            if (sighting.isOverdue(now)) {
                log.atDebug()
                        .addKeyValue("remote", endPoint.getRemoteSocketAddress())
                        .addKeyValue("stage", sighting.stage())
                        .log("Closed connection that did not get on");
                endPoint.close();
            } else {
                fresh.put(endPoint, sighting);
            }
        }
        sightings = fresh;
    }

    private long count(long nowNanos) {
        countedNanos += Math.min(nowNanos - sweptNanos, 2 * INTERVAL.toNanos());
        sweptNanos = nowNanos;
        return countedNanos;
    }

    private static Counters counters(Connection connection) {
        Connection inner =
                connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
        return switch (inner) {
            case HTTP2Connection http2 ->
                new Counters(
                        Protocol.HTTP_2,
                        http2.getSession().getStreamsOpened(),
                        http2.getSession().getStreamCount(),
                        http2.getBytesIn());
            case null -> new Counters(Protocol.UNDECIDED, 0, 0, 0);
            case SslConnection tls -> new Counters(Protocol.UNDECIDED, 0, 0, 0);
            case NegotiatingServerConnection negotiating -> new Counters(Protocol.UNDECIDED, 0, 0, 0);
            default ->
                new Counters(
                        Protocol.HTTP_1,
                        inner.getMessagesIn(),
                        inner.getMessagesIn() - inner.getMessagesOut(),
                        inner.getBytesIn());
        };
    }
}
