package io.bellwether.apiserver.watchcache;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.execution.Clock;
import io.bellwether.store.Bytes;
import io.bellwether.store.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A subscription as frames: events, bookmarks, and the error that ends it.
 *
 * <p>Units and limits: a BOOKMARK, where the client asked for them, after each {@link #BOOKMARK_PERIOD} and
 * {@link #LAST_BOOKMARK} before the time of the watch is over.
 *
 * <p>Threads: {@link #next} by one thread at a time, which owns all fields; {@link #close} by any.
 */
public final class EncodedWatch implements WatchStream {

    /** The time between bookmarks. */
    public static final Duration BOOKMARK_PERIOD = Duration.ofMinutes(1);

    /** How long before its end a watch sends its last bookmark. */
    public static final Duration LAST_BOOKMARK = Duration.ofSeconds(2);

    private final Subscription subscription;
    private final FrameFormat format;
    private final Terms terms;
    private final Supplier<Revision> applied;
    private final Clock clock;
    private Phase phase = Phase.INITIAL;
    private boolean firstEventSent;
    private boolean lastBookmarkSent;
    private long bookmarkAtNanos;
    private Revision sent;

    /**
     * A watch over a subscription, which it closes.
     *
     * @param applied how far the cache has come, as {@link WatchCache#applied} says
     */
    public EncodedWatch(
            Subscription subscription, FrameFormat format, Terms terms, Supplier<Revision> applied, Clock clock) {
        this.subscription = subscription;
        this.format = format;
        this.terms = terms;
        this.applied = applied;
        this.clock = clock;
        this.sent = subscription.start();
        this.bookmarkAtNanos = clock.nanos() + BOOKMARK_PERIOD.toNanos();
    }

    /**
     * What the client asked for.
     *
     * @param endAtNanos when the watch ends, on the clock's scale
     */
    public record Terms(long endAtNanos, Bookmarks bookmarks, InitialEventsEnd initialEventsEnd) {

        /** Whether progress is told from time to time. */
        public enum Bookmarks {
            WANTED,
            UNWANTED
        }

        /** Whether a BOOKMARK says that the initial state is complete. */
        public enum InitialEventsEnd {
            ANNOUNCED,
            SILENT
        }
    }

    private enum Phase {
        INITIAL,
        LIVE,
        ENDED
    }

    @Override
    public Next next(Duration timeout) throws InterruptedException {
        return switch (phase) {
            case INITIAL -> initial(timeout);
            case LIVE -> live(timeout);
            case ENDED -> new End();
        };
    }

    @Override
    public void close() {
        subscription.close();
    }

    private Next initial(Duration timeout) throws InterruptedException {
        if (subscription.end().isPresent()) {
            phase = Phase.LIVE;
            return live(timeout);
        }
        List<Delivery> part = subscription.initial();
        if (!part.isEmpty()) {
            return frames(part);
        }
        phase = Phase.LIVE;
        if (terms.initialEventsEnd() == Terms.InitialEventsEnd.ANNOUNCED) {
            return new Frames(List.of(format.bookmark(subscription.start(), FrameFormat.Bookmark.INITIAL_EVENTS_END)));
        }
        return live(timeout);
    }

    private Next live(Duration timeout) throws InterruptedException {
        long now = clock.nanos();
        List<Delivery> ready = subscription.poll(earlier(now + timeout.toNanos(), nextMoment()));
        if (!ready.isEmpty()) {
            return frames(ready);
        }
        Optional<SubscriptionEnd> end = subscription.end();
        if (end.isPresent()) {
            phase = Phase.ENDED;
            return last(end.get());
        }
        if (isReached(terms.endAtNanos())) {
            phase = Phase.ENDED;
            subscription.close();
            return new End();
        }
        return terms.bookmarks() == Terms.Bookmarks.WANTED && isReached(bookmarkMoment()) ? bookmark() : new Idle();
    }

    /** Everything up to a revision has been sent when the cache had applied it before the queue was seen empty. */
    private Next bookmark() throws InterruptedException {
        Revision reached = applied.get();
        List<Delivery> ready = subscription.poll(clock.nanos());
        if (!ready.isEmpty()) {
            return frames(ready);
        }
        if (sent.isAfter(reached)) {
            return new Idle();
        }
        lastBookmarkSent = isReached(terms.endAtNanos() - LAST_BOOKMARK.toNanos());
        bookmarkAtNanos = clock.nanos() + BOOKMARK_PERIOD.toNanos();
        sent = reached;
        return new Frames(List.of(format.bookmark(reached, FrameFormat.Bookmark.PROGRESS)));
    }

    private Next frames(List<Delivery> deliveries) {
        List<Bytes> frames = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            frames.add(
                    firstEventSent
                            ? delivery.frame(format)
                            : format.firstEvent(delivery.type(), delivery.object(), delivery.revision()));
            firstEventSent = true;
            sent = sent.isAfter(delivery.revision()) ? sent : delivery.revision();
        }
        return new Frames(frames);
    }

    private Next last(SubscriptionEnd end) {
        return switch (end) {
            case CLOSED, SHUT_DOWN -> new End();
            case TOO_SLOW ->
                new Frames(List.of(format.error(
                        Status.expired("the watch fell too far behind and was ended; list and watch anew"))));
            case EXPIRED ->
                new Frames(List.of(
                        format.error(Status.expired("the server lost its place in the history; list and watch anew"))));
        };
    }

    private long nextMoment() {
        return terms.bookmarks() == Terms.Bookmarks.WANTED
                ? earlier(terms.endAtNanos(), bookmarkMoment())
                : terms.endAtNanos();
    }

    private long bookmarkMoment() {
        return lastBookmarkSent
                ? bookmarkAtNanos
                : earlier(bookmarkAtNanos, terms.endAtNanos() - LAST_BOOKMARK.toNanos());
    }

    private boolean isReached(long momentNanos) {
        return momentNanos - clock.nanos() <= 0;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}
