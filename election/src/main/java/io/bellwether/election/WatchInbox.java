package io.bellwether.election;

import io.bellwether.election.core.Input;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest delivery of one watch until the mailbox takes it: however fast a lock changes, one waits at most.
 *
 * <p>Threads: the watch delivers on any thread, the mailbox takes on its own; the state is one atomic reference.
 */
final class WatchInbox implements WatchListener {

    private final AtomicReference<@Nullable Input> newest = new AtomicReference<>();
    private final Consumer<Runnable> mailbox;
    private final Consumer<Input> handler;
    private volatile boolean closed;

    /**
     * @param mailbox runs a task on the owner's mailbox
     * @param handler called there
     */
    WatchInbox(Consumer<Runnable> mailbox, Consumer<Input> handler) {
        this.mailbox = mailbox;
        this.handler = handler;
    }

    @Override
    public void changed(LockSnapshot snapshot) {
        put(new Input.WatchChanged(snapshot));
    }

    @Override
    public void deleted(Optional<LockRevision> revision) {
        put(new Input.WatchDeleted(revision));
    }

    @Override
    public void lost(Input.WatchLoss loss) {
        // Nothing follows a loss, and a version that still waits would be seen again by the next watch.
        put(new Input.WatchLost(loss));
    }

    /** Nothing is handled from now on. Called on the mailbox. */
    void close() {
        closed = true;
    }

    private void put(Input input) {
        if (newest.getAndSet(input) == null) {
            mailbox.accept(this::take);
        }
    }

    private void take() {
        Input input = newest.getAndSet(null);
        if (input != null && !closed) {
            handler.accept(input);
        }
    }
}
