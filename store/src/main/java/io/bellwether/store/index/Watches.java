package io.bellwether.store.index;

import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The running watches of a store.
 *
 * <p>A watch is a position in the order of commits. When something was published, each watch that is idle gets a task
 * on the executor, which delivers until the watch has caught up; so a watch costs no thread while nothing happens, and
 * a slow one holds up nobody. Nothing is queued per watch: what it has not delivered yet is still in the source, whose
 * bound is therefore the bound of every watch.
 *
 * <p>Threads: safe from any thread; no method blocks on a listener. The executor runs one task per active watch at a
 * time, and such a task blocks as long as its listener does: hand in virtual threads.
 *
 * <p>Source: G-R4, G-R5, G-R6.
 */
public final class Watches {

    /** Up to this many watches the publisher wakes itself: two atomic writes each, cheaper than a task that does it. */
    private static final int WAKE_DIRECTLY = 8;

    private final WatchSource source;
    private final Executor executor;
    private final Set<Subscription> running = ConcurrentHashMap.newKeySet();
    private final Coalesced wakeAll;

    private volatile @Nullable WatchEnd closed;

    /** Watches of that source, whose listeners are called on that executor. */
    public Watches(WatchSource source, Executor executor) {
        this.source = source;
        this.executor = executor;
        this.wakeAll = new Coalesced(executor, this::wake);
    }

    /** Starts a watch; it ends at once, though not during this call, when the revision is forgotten. */
    public Watch open(KeyRange range, Revision after, WatchListener listener) {
        Subscription subscription = new Subscription(range, after, listener, source, executor, running::remove);
        running.add(subscription);
        Revision oldest = source.oldest();
        WatchEnd end = closed;
        if (end != null) {
            subscription.end(end);
        } else if (oldest.isAfter(after)) {
            subscription.end(new WatchEnd.Compacted(oldest));
        }
        subscription.wake();
        return subscription;
    }

    /** Says that the source has more. Never blocks, and takes a bounded time however many watches there are. */
    public void published() {
        if (running.size() <= WAKE_DIRECTLY) {
            wake();
        } else {
            wakeAll.request();
        }
    }

    private void wake() {
        for (Subscription subscription : running) {
            subscription.wake();
        }
    }

    /** The number of running watches. */
    public int count() {
        return running.size();
    }

    /** Ends every watch, and every one that is opened later, with this end. */
    public void close(WatchEnd end) {
        closed = end;
        for (Subscription subscription : running) {
            subscription.end(end);
            subscription.wake();
        }
    }
}
