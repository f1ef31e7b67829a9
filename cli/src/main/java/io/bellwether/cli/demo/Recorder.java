package io.bellwether.cli.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.apimachinery.ApiObject;
import io.bellwether.cli.demo.core.Gap;
import io.bellwether.cli.demo.core.ServerEntry;
import io.bellwether.cli.demo.core.ServerEntry.Leased;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
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
 * Records what the server makes of the Lease and of the workers' object, by watching both, across restarts of the
 * server. Where the server has forgotten the history since the watch broke, the record says so ({@link Gap}).
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
    private final List<Gap> gaps = new ArrayList<>();

    private volatile boolean closed;

    private Recorder(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Records everything after the version. */
    static Recorder start(ApiClient client, Clock clock, ExecutorService executor, String resourceVersion) {
        Recorder recorder = new Recorder(client, clock);
        Subject lease = new Subject(
                ResourcePath.in(DemoObjects.LEASES, DemoObjects.NAMESPACE), DemoObjects.LEASE, Recorder::leased);
        Subject counter = new Subject(
                ResourcePath.in(DemoObjects.CONFIG_MAPS, DemoObjects.NAMESPACE),
                DemoObjects.COUNTER,
                Recorder::written);
        executor.execute(() -> recorder.follow(lease, resourceVersion));
        executor.execute(() -> recorder.follow(counter, resourceVersion));
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

    /** What the watches missed. */
    List<Gap> gaps() {
        lock.lock();
        try {
            return List.copyOf(gaps);
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

    private void follow(Subject subject, String start) {
        String position = start;
        while (!closed) {
            try (WatchCall watch = client.watch(
                    subject.path(),
                    WatchOptions.after(position).withFields(subject.fields()),
                    Deadline.after(clock, PATIENCE))) {
                position = read(watch, subject, position);
                TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads one watch to its end and answers where the next one goes on. */
    private String read(WatchCall watch, Subject subject, String start) throws InterruptedException {
        String position = start;
        while (!closed) {
            switch (watch.next(PATIENCE)) {
                case WatchSignal.Changed changed -> {
                    position = changed.object().resourceVersion();
                    add(subject.entry().apply(changed.object(), clock.nanos()));
                }
                case WatchSignal.Bookmark bookmark -> position = bookmark.resourceVersion();
                case WatchSignal.Idle idle -> {}
                case WatchSignal.Ended(WatchSignal.End.Expired expired) -> {
                    return readAnew(subject, position);
                }
                case WatchSignal.Ended ended -> {
                    return position;
                }
            }
        }
        return position;
    }

    /** Records the present state where the history is gone, and that it is. */
    private String readAnew(Subject subject, String position) throws InterruptedException {
        Request list = new Request.ListPage(subject.path(), ListOptions.ALL.withFields(subject.fields()));
        if (!(client.send(list, Deadline.after(clock, PATIENCE)) instanceof Reply.Success success)) {
            return position;
        }
        ObjectPage page = ObjectPage.of(success);
        for (ApiObject object : page.items()) {
            ServerEntry state = subject.entry().apply(object, clock.nanos());
            addGap(new Gap(state.getClass(), Long.parseLong(position), state.revision()));
            if (state.revision() > Long.parseLong(position)) {
                add(state);
            }
        }
        return page.resourceVersion();
    }

    /** An object that is followed, and how its changes are recorded. */
    private record Subject(ResourcePath path, String name, BiFunction<ApiObject, Long, ServerEntry> entry) {

        String fields() {
            return "metadata.name=" + name;
        }
    }

    private void add(ServerEntry entry) {
        lock.lock();
        try {
            entries.add(entry);
        } finally {
            lock.unlock();
        }
    }

    private void addGap(Gap gap) {
        lock.lock();
        try {
            gaps.add(gap);
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
