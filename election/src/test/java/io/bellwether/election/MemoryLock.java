package io.bellwether.election;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A lock in memory, for tests: candidates of one JVM contend for it, answers and deliveries come at once.
 *
 * <p>Threads: safe from any thread. Deliveries of a watch happen under the lock, in order; listeners only queue.
 */
public final class MemoryLock implements LockStore {

    private final ReentrantLock lock = new ReentrantLock();

    private final LockRegister register = new LockRegister();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        answer.accept(locked(register::read));
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        answer.accept(locked(() -> register.compareAndSet(base, draft)));
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        LockRegister.Feed feed = change -> deliver(change, listener);
        lock.lock();
        try {
            register.feed(feed);
            boolean behind = after.isEmpty() || after.get().order() < register.revision();
            if (behind && (after.isPresent() || register.current().isPresent())) {
                feed.changed(new LockRegister.Change(LockRevision.of(register.revision()), register.current()));
            }
        } finally {
            lock.unlock();
        }
        return () -> unfeed(feed);
    }

    /** What the lock says now; empty while it does not exist. */
    public Optional<LockSnapshot> current() {
        return locked(register::current);
    }

    /** Deletes the lock, as an outsider might. */
    public void delete() {
        lock.lock();
        try {
            register.delete();
        } finally {
            lock.unlock();
        }
    }

    private void unfeed(LockRegister.Feed feed) {
        lock.lock();
        try {
            register.unfeed(feed);
        } finally {
            lock.unlock();
        }
    }

    private static void deliver(LockRegister.Change change, WatchListener listener) {
        if (change.snapshot().isPresent()) {
            listener.changed(change.snapshot().get());
        } else {
            listener.deleted(Optional.of(change.revision()));
        }
    }

    private <T> T locked(Supplier<T> access) {
        lock.lock();
        try {
            return access.get();
        } finally {
            lock.unlock();
        }
    }
}
