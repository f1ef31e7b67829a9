package io.bellwether.etcd.discovery;

import io.bellwether.etcd.discovery.Registry.Entry;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests that wait for a registration.
 *
 * <p>Shape: what is waited for is read from what there is, so a client that comes late, even after a restart of the
 * server, is told of what it missed; the store's watch only says when to look again.
 *
 * <p>Units and limits: a wait ends with nothing after {@link #HELD}; at most {@value #LIMIT} wait at a time, one more
 * gets nothing at once.
 *
 * <p>Threads: safe from any thread; blocks its caller.
 */
final class Waiting {

    /** Less than the minute after which proxies give up on a silent answer. */
    static final Duration HELD = Duration.ofSeconds(50);

    private static final int LIMIT = 1_000;

    private final Store store;
    private final Registry registry;
    private final Clock clock;
    private final Semaphore room = new Semaphore(LIMIT);
    private final CompletableFuture<Boolean> closing = new CompletableFuture<>();

    Waiting(Store store, Registry registry, Clock clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /** The first registration, of a member or of any, with at least this index. */
    Optional<Entry> forEntry(String token, Optional<String> member, long index) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Deadline deadline = Deadline.after(clock, HELD);
            Optional<Entry> found = find(token, member, index);
            while (found.isEmpty() && !deadline.isOver(clock) && !closing.isDone()) {
                found = findOrWait(token, member, index, deadline);
            }
            return found;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            room.release();
        }
    }

    private Optional<Entry> findOrWait(String token, Optional<String> member, long index, Deadline deadline)
            throws InterruptedException {
        CompletableFuture<Boolean> changed = new CompletableFuture<>();
        KeyRange members = KeyRange.prefix(Registry.key(token, "members/").value());
        Revision now = store.currentRevision();
        Watch watch = store.watch(members, now, new Once(changed));
        try {
            Optional<Entry> found = find(token, member, index);
            if (found.isEmpty()) {
                long nanos = deadline.remaining(clock).toNanos();
                Object unused = CompletableFuture.anyOf(changed, closing).get(nanos, TimeUnit.NANOSECONDS);
            }
            return found;
        } catch (TimeoutException over) {
            return Optional.empty();
        } catch (ExecutionException never) {
            throw new IllegalStateException("these futures are only ever completed with a value", never);
        } finally {
            watch.close();
        }
    }

    private Optional<Entry> find(String token, Optional<String> member, long index) {
        return registry.entries(token).stream()
                .filter(entry -> entry.index() >= index)
                .filter(entry -> member.filter(id -> !id.equals(entry.id())).isEmpty())
                .findFirst();
    }

    /** Lets everybody go who waits. */
    void close() {
        closing.complete(true);
    }

    /** Says that something changed; a watch that ends does so too, and the next look finds out why. */
    private record Once(CompletableFuture<Boolean> changed) implements WatchListener {

        @Override
        public void onBatch(WatchBatch batch) {
            changed.complete(true);
        }

        @Override
        public void onEnd(WatchEnd end) {
            changed.complete(true);
        }
    }
}
