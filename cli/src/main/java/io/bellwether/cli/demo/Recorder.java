package io.bellwether.cli.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.apimachinery.ApiObject;
import io.bellwether.cli.demo.core.ServerEntry;
import io.bellwether.cli.demo.core.ServerEntry.Leased;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Records what the server makes of the Lease and of the workers' object, by watching both without a gap, across
 * restarts of the server.
 *
 * <p>Threads: one virtual thread for each watch; the entries stand under the lock.
 */
final class Recorder implements AutoCloseable {

    private static final String TOKEN = "coordination.bellwether.io/fencing-token";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long RECONNECT_MILLIS = 20;

    private final ApiClient client;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<ServerEntry> entries = new ArrayList<>();

    @GuardedBy("lock")
    private Optional<String> gap = Optional.empty();

    private volatile boolean closed;

    private Recorder(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Records everything after the version. */
    static Recorder start(ApiClient client, Clock clock, ExecutorService executor, String resourceVersion) {
        Recorder recorder = new Recorder(client, clock);
        executor.execute(() -> recorder.follow(
                ResourcePath.in(DemoObjects.LEASES, DemoObjects.NAMESPACE),
                "metadata.name=" + DemoObjects.LEASE,
                resourceVersion,
                Recorder::leased));
        executor.execute(() -> recorder.follow(
                ResourcePath.in(DemoObjects.CONFIG_MAPS, DemoObjects.NAMESPACE),
                "metadata.name=" + DemoObjects.COUNTER,
                resourceVersion,
                Recorder::written));
        return recorder;
    }

    /** What was recorded so far. */
    List<ServerEntry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** Why something may be missing from the record; empty when nothing is. */
    Optional<String> gap() {
        lock.lock();
        try {
            return gap;
        } finally {
            lock.unlock();
        }
    }

    /** The last change of the Lease. */
    Optional<Leased> lease() {
        return entries().stream()
                .filter(Leased.class::isInstance)
                .map(Leased.class::cast)
                .reduce((earlier, later) -> later);
    }

    /** The first change of the Lease that fits. */
    Optional<Leased> firstLease(Predicate<Leased> predicate) {
        return entries().stream()
                .filter(Leased.class::isInstance)
                .map(Leased.class::cast)
                .filter(predicate)
                .findFirst();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void follow(
            ResourcePath path, String fields, String start, BiFunction<ApiObject, Long, ServerEntry> entry) {
        String position = start;
        while (!closed) {
            try (WatchCall watch = client.watch(
                    path, WatchOptions.after(position).withFields(fields), Deadline.after(clock, PATIENCE))) {
                position = read(watch, position, entry);
                TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads one watch to its end and answers where the next one goes on. */
    private String read(WatchCall watch, String start, BiFunction<ApiObject, Long, ServerEntry> entry)
            throws InterruptedException {
        String position = start;
        while (!closed) {
            switch (watch.next(PATIENCE)) {
                case WatchSignal.Changed changed -> {
                    position = changed.object().resourceVersion();
                    add(entry.apply(changed.object(), clock.nanos()));
                }
                case WatchSignal.Bookmark bookmark -> position = bookmark.resourceVersion();
                case WatchSignal.Idle idle -> {}
                case WatchSignal.Ended(WatchSignal.End.Expired expired) -> {
                    fail(expired.status().message());
                    return position;
                }
                case WatchSignal.Ended ended -> {
                    return position;
                }
            }
        }
        return position;
    }

    private void add(ServerEntry entry) {
        lock.lock();
        try {
            entries.add(entry);
        } finally {
            lock.unlock();
        }
    }

    private void fail(String why) {
        lock.lock();
        try {
            gap = Optional.of(why);
        } finally {
            lock.unlock();
        }
    }

    private static ServerEntry leased(ApiObject lease, long atNanos) {
        String holder = lease.json().path("spec").path("holderIdentity").asString("");
        long token = Long.parseLong(lease.annotation(TOKEN).orElse("0"));
        return new Leased(Long.parseLong(lease.resourceVersion()), atNanos, holder, token);
    }

    private static ServerEntry written(ApiObject counter, long atNanos) {
        return new ServerEntry.Written(
                Long.parseLong(counter.resourceVersion()),
                atNanos,
                counter.json().path("data").path("token").asLong(0),
                counter.json().path("data").path("sequence").asLong(0));
    }
}
