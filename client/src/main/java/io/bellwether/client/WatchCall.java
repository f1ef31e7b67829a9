package io.bellwether.client;

import io.bellwether.apimachinery.Status;
import io.bellwether.client.WatchSignal.End;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A watch that is open, was refused, or has ended: a stream of {@link WatchSignal}s.
 *
 * <p>Threads: one thread calls {@link #next}; {@link #close} is safe from any thread, does not block, and wakes the one
 * that waits. The two fields that change belong to the reading thread.
 */
public final class WatchCall implements AutoCloseable {

    /** A refusal is a Status of a few hundred bytes. */
    private static final int REFUSAL_LIMIT_BYTES = 1 << 20;

    private final WatchFeed feed;
    private final WatchDecoder decoder;
    private final Clock clock;
    private final CompletableFuture<?> exchange;
    private WatchSignal.@Nullable Ended ended;

    private WatchCall(WatchFeed feed, URI server, Clock clock, CompletableFuture<?> exchange) {
        this.feed = feed;
        this.decoder = new WatchDecoder(server);
        this.clock = clock;
        this.exchange = exchange;
    }

    static WatchCall start(HttpClient http, HttpRequest request, Clock clock, Runnable unauthorized) {
        URI server = request.uri().resolve("/");
        WatchFeed feed = new WatchFeed(server);
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, info -> info.statusCode() == 200 ? feed : new BoundedBody(REFUSAL_LIMIT_BYTES));
        CompletableFuture<?> unused = exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                feed.end(new End.Broken(Faults.of(server, failure)));
            } else if (response.statusCode() != 200) {
                refuse(feed, response, unauthorized);
            }
        });
        return new WatchCall(feed, server, clock, exchange);
    }

    static WatchCall failed(URI server, Fault fault, Clock clock) {
        WatchFeed feed = new WatchFeed(server);
        feed.end(new End.Broken(fault));
        return new WatchCall(feed, server, clock, CompletableFuture.completedFuture(null));
    }

    /**
     * What the watch says next; waits for it, at most this long.
     *
     * @return {@link WatchSignal.Idle} when nothing came in time; {@link WatchSignal.Ended} at the end, again and again
     */
    public WatchSignal next(Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, timeout);
        while (true) {
            WatchSignal signal = ended == null ? decoder.decoded().poll() : ended;
            if (signal instanceof WatchSignal.Ended last) {
                return end(last);
            }
            if (signal != null) {
                return signal;
            }
            switch (feed.take(deadline.remaining(clock))) {
                case null -> {
                    return new WatchSignal.Idle();
                }
                case WatchFeed.Piece.Chunk(var buffers) -> decoder.append(buffers);
                case WatchFeed.Piece.Last(End reason) -> {
                    return end(new WatchSignal.Ended(reason));
                }
            }
        }
    }

    /** Ends the watch and its stream on the connection. Idempotent. */
    @Override
    public void close() {
        feed.abandon(new End.Closed());
        exchange.cancel(true);
    }

    private WatchSignal end(WatchSignal.Ended last) {
        ended = last;
        close();
        return last;
    }

    private static void refuse(WatchFeed feed, HttpResponse<byte[]> response, Runnable unauthorized) {
        if (response.statusCode() == 401) {
            unauthorized.run();
        }
        Status status = Replies.status(response);
        feed.end(WatchDecoder.refusal(status, Replies.retryAfter(response.headers(), status)));
    }
}
