package io.bellwether.election.lease;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ResourcePath;
import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch of all Leases of a namespace, for everybody who watches one of them. It is open while anybody does.
 *
 * <p>What the stream says is handled in turns of a mailbox, as is who comes and goes: so each listener hears in order,
 * and one who comes late is told first what it has missed. Of a Lease that changes faster than turns come only the
 * newest version is handled ({@link LeaseChanges}).
 *
 * <p>Units and limits: at most {@value #WATCHER_LIMIT} may come or go between two turns.
 *
 * <p>Threads: the mailbox owns every field that changes. {@link #watch} is safe from any thread.
 */
final class LeaseFeed {

    private static final int WATCHER_LIMIT = 1 << 17;

    private final ApiClient client;
    private final ResourcePath leases;
    private final Machine machine;
    private final Mailbox mailbox;
    private final Map<String, List<Watcher>> watchers = new HashMap<>();
    private final Map<String, LockSnapshot> known = new HashMap<>();
    private @Nullable LeaseStream stream;
    private Optional<LockRevision> knownSince = Optional.empty();

    LeaseFeed(ApiClient client, ResourcePath leases, Machine machine) {
        this.client = client;
        this.leases = leases;
        this.machine = machine;
        this.mailbox = new Mailbox("election-leases-" + leases.namespace(), machine.executor(), WATCHER_LIMIT);
    }

    /** Somebody who watches a Lease; {@code closed} is written by whoever closes the watch. */
    private static final class Watcher {

        final String name;
        final Optional<LockRevision> after;
        final WatchListener listener;
        volatile boolean closed;

        Watcher(String name, Optional<LockRevision> after, WatchListener listener) {
            this.name = name;
            this.after = after;
            this.listener = listener;
        }

        void tell(Consumer<WatchListener> news) {
            if (!closed) {
                news.accept(listener);
            }
        }
    }

    LockStore.Watch watch(String name, Optional<LockRevision> after, WatchListener listener) {
        Watcher watcher = new Watcher(name, after, listener);
        mailbox.execute(() -> add(watcher));
        return () -> {
            watcher.closed = true;
            post(() -> remove(watcher));
        };
    }

    private void add(Watcher watcher) {
        watchers.computeIfAbsent(watcher.name, name -> new ArrayList<>(1)).add(watcher);
        if (stream == null) {
            open();
        } else if (knownSince.isPresent()) {
            greet(watcher, knownSince.get());
        }
    }

    private void remove(Watcher watcher) {
        watchers.computeIfPresent(watcher.name, (name, others) -> {
            others.removeIf(each -> each == watcher);
            return others.isEmpty() ? null : others;
        });
        if (watchers.isEmpty() && stream != null) {
            stream.close();
            forget();
        }
    }

    private void open() {
        LeaseChanges changes = new LeaseChanges();
        LeaseStream opened = new LeaseStream(client, leases, machine, changes, this::arrived);
        stream = opened;
        machine.executor().execute(opened);
    }

    private void forget() {
        stream = null;
        known.clear();
        knownSince = Optional.empty();
    }

    /** Called by a stream that has news. */
    private void arrived(LeaseStream from) {
        post(() -> handle(from));
    }

    private void handle(LeaseStream from) {
        LeaseChanges.Batch batch = from.changes().take();
        if (from != stream) {
            return;
        }
        if (batch.listedAt().isPresent()) {
            batch.newest().forEach(this::remember);
            knownSince = batch.listedAt();
            watchers.values().forEach(each -> each.forEach(watcher -> greet(watcher, knownSince.get())));
        } else {
            batch.newest().forEach(this::deliver);
        }
        batch.loss().ifPresent(this::lose);
    }

    private void remember(String name, LeaseChanges.Change change) {
        if (change.isDeletion()) {
            known.remove(name);
        } else {
            known.put(name, LeaseObjects.snapshot(change.lease()));
        }
    }

    private void deliver(String name, LeaseChanges.Change change) {
        remember(name, change);
        for (Watcher watcher : List.copyOf(watchers.getOrDefault(name, List.of()))) {
            LockSnapshot snapshot = known.get(name);
            watcher.tell(listener -> {
                if (snapshot == null) {
                    listener.deleted(Optional.of(LockRevision.of(change.lease().resourceVersion())));
                } else {
                    listener.changed(snapshot);
                }
            });
        }
    }

    /** Tells somebody who has come what it has missed. */
    private void greet(Watcher watcher, LockRevision listedAt) {
        LockSnapshot snapshot = known.get(watcher.name);
        Optional<LockRevision> after = watcher.after;
        if (snapshot != null) {
            boolean isNews = after.isEmpty()
                    || !(snapshot.revision().equals(after.get())
                            || snapshot.revision().isBefore(after.get()));
            if (isNews) {
                watcher.tell(listener -> listener.changed(snapshot));
            }
        } else if (after.isPresent() && after.get().isBefore(listedAt)) {
            watcher.tell(listener -> listener.deleted(Optional.of(listedAt)));
        }
    }

    private void lose(WatchLoss loss) {
        List<Watcher> left = watchers.values().stream().flatMap(List::stream).toList();
        watchers.clear();
        forget();
        left.forEach(watcher -> watcher.tell(listener -> listener.lost(loss)));
    }

    /** News and partings may come after the machine was closed: then nobody waits for them. */
    private void post(Runnable task) {
        try {
            mailbox.execute(task);
        } catch (RejectedExecutionException closed) {
            // Nobody is left to be told.
        }
    }
}
