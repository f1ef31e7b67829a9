package io.bellwether.client;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a watch on their way from the HTTP client's threads to the one that reads the watch.
 *
 * <p>Units and limits: at most {@value #CHUNK_LIMIT} chunks (of 16 KiB or less) wait; the HTTP client is not asked for
 * more, its window fills, and the server sees a slow reader.
 *
 * <p>Threads: the HTTP client puts, one reader takes; the queue is the only shared state besides two atomic references.
 */
final class WatchFeed implements HttpResponse.BodySubscriber<byte[]> {

    private static final int CHUNK_LIMIT = 16;
    private static final byte[] NO_BODY = {};

    /** What the reader takes. */
    sealed interface Piece {
        record Chunk(List<ByteBuffer> buffers) implements Piece {}

        record Last(WatchSignal.End end) implements Piece {}
    }

    private final URI server;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<WatchSignal.@Nullable End> end = new AtomicReference<>();

    WatchFeed(URI server) {
        this.server = server;
    }

    /** The next piece; null when none came in time. */
    @Nullable
    Piece take(Duration timeout) throws InterruptedException {
        Piece piece = pieces.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        Flow.Subscription source = subscription.get();
        if (piece instanceof Piece.Chunk && source != null) {
            source.request(1);
        }
        return piece;
    }

    /** The first end counts. */
    void end(WatchSignal.End reason) {
        if (end.compareAndSet(null, reason)) {
            pieces.add(new Piece.Last(reason));
        }
    }

    /** Ends the feed, forgets what waits and tells the HTTP client to close the stream. */
    void abandon(WatchSignal.End reason) {
        pieces.clear();
        end(reason);
        Flow.Subscription source = subscription.get();
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return CompletableFuture.completedStage(NO_BODY);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription.set(source);
        if (end.get() != null) {
            source.cancel();
        } else {
            source.request(CHUNK_LIMIT);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Chunk(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        end(new WatchSignal.End.Broken(Faults.of(server, cause)));
    }

    @Override
    public void onComplete() {
        end(new WatchSignal.End.Completed());
    }
}
