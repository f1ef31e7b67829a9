package io.bellwether.election.lease;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.client.WatchSignal.End;
import io.bellwether.election.LockStore;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches one Lease, or all of a namespace; where the server ends the watch in good order, goes on from the last
 * version or bookmark without telling anybody.
 *
 * <p>Threads: {@link #run} is one task of the machine's executor, which owns {@code revision}; {@link #close} comes
 * from others and wakes it.
 */
final class LeaseWatch implements LockStore.Watch, Runnable {

    /** The server ends a watch after four to eight minutes, at random, so that candidates do not come back together. */
    private static final long SHORTEST_SECONDS = 240;

    private static final Duration CREDENTIAL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    /** A server that ends watches faster than this is not well: the election backs off. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private final ApiClient client;
    private final Machine machine;
    private final ResourcePath path;
    private final LeaseEvents events;
    private final AtomicReference<State> state = new AtomicReference<>(new State.Opening());
    private String revision;

    private sealed interface State {
        record Opening() implements State {}

        record Open(WatchCall call) implements State {}

        record Closed() implements State {}
    }

    LeaseWatch(ApiClient client, Machine machine, ResourcePath path, String revision, LeaseEvents events) {
        this.client = client;
        this.machine = machine;
        this.path = path;
        this.revision = revision;
        this.events = events;
    }

    @Override
    public void run() {
        Optional<WatchLoss> loss = Optional.empty();
        try {
            while (loss.isEmpty() && !isClosed()) {
                loss = watchOnce();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            loss = Optional.of(WatchLoss.BROKEN);
        }
        if (!isClosed()) {
            loss.ifPresent(events::lost);
        }
    }

    @Override
    public void close() {
        if (state.getAndSet(new State.Closed()) instanceof State.Open open) {
            open.call().close();
        }
    }

    /** One watch from its opening to its end; empty to go on with another. */
    private Optional<WatchLoss> watchOnce() throws InterruptedException {
        long openedAt = machine.clock().nanos();
        try (WatchCall call = client.watch(
                ResourcePath.in(path.resource(), path.namespace()),
                options(),
                Deadline.after(machine.clock(), CREDENTIAL_TIMEOUT))) {
            State before = state.get();
            if (before instanceof State.Closed || !state.compareAndSet(before, new State.Open(call))) {
                return Optional.empty();
            }
            Optional<WatchLoss> loss = deliver(call);
            boolean hasty = machine.clock().nanos() - openedAt < SHORTEST_LIFE.toNanos();
            return loss.isEmpty() && hasty ? Optional.of(WatchLoss.BROKEN) : loss;
        }
    }

    private WatchOptions options() {
        long seconds = SHORTEST_SECONDS + machine.random().nextLong(SHORTEST_SECONDS);
        WatchOptions all = WatchOptions.after(revision).withTimeout(Duration.ofSeconds(seconds));
        return path.name().isEmpty() ? all : all.withFields("metadata.name=" + path.name());
    }

    private Optional<WatchLoss> deliver(WatchCall call) throws InterruptedException {
        while (!isClosed()) {
            switch (call.next(LONGEST_SILENCE)) {
                case WatchSignal.Changed changed -> changed(changed);
                case WatchSignal.Bookmark bookmark -> revision = bookmark.resourceVersion();
                case WatchSignal.Idle idle -> {}
                case WatchSignal.Ended ended -> {
                    return loss(ended.end());
                }
            }
        }
        return Optional.empty();
    }

    private void changed(WatchSignal.Changed changed) {
        revision = changed.object().resourceVersion();
        switch (changed.change()) {
            case ADDED, MODIFIED -> events.changed(changed.object());
            case DELETED -> events.deleted(changed.object());
        }
    }

    private static Optional<WatchLoss> loss(End end) {
        return switch (end) {
            case End.Completed completed -> Optional.empty();
            case End.Expired expired -> Optional.of(WatchLoss.EXPIRED);
            case End.Refused refused -> Optional.of(LeaseReplies.refusedWatch(refused.status()));
            case End.Broken broken -> Optional.of(WatchLoss.BROKEN);
            case End.Closed closed -> Optional.of(WatchLoss.BROKEN);
        };
    }

    private boolean isClosed() {
        return state.get() instanceof State.Closed;
    }
}
