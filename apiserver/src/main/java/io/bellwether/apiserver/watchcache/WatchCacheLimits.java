package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.HistoryLimits;

/**
 * The bounds of a watch cache.
 *
 * @param history of each kind
 * @param queueEvents how many events may wait for one subscriber; with one more it is ended as too slow
 * @param queueBytes how many bytes of objects may wait for one subscriber. Queues share what waits in them, and each
 *     reaches up to the present, so that together they keep no more from being collected than the longest
 */
public record WatchCacheLimits(HistoryLimits history, int queueEvents, long queueBytes) {

    /** 50 000 commits or 32 MiB of history for each kind; 16 384 events or 32 MiB for each subscriber. */
    public static final WatchCacheLimits DEFAULT =
            new WatchCacheLimits(new HistoryLimits(50_000, 32L << 20), 16_384, 32L << 20);

    public WatchCacheLimits {
        if (queueEvents < 1 || queueBytes < 1) {
            throw new IllegalArgumentException("a queue has room for one event");
        }
    }
}
