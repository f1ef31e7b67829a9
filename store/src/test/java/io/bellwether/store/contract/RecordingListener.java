package io.bellwether.store.contract;

import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records what a watch delivers, checks the rules that hold for every watch, and waits on conditions.
 *
 * <p>Threads: the lock guards everything; {@link #onBatch} is held up only by {@link #pause}.
 */
public final class RecordingListener implements WatchListener {

    /** Without a delivery: a slow machine may take longer for many. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<WatchBatch> batches = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable WatchEnd end;
    private boolean paused;
    private boolean inside;
    private @Nullable Thread caller;
    private Revision reached = Revision.NONE;

    @Override
    public void onBatch(WatchBatch batch) {
        lock.lock();
        try {
            enter();
            if (!batch.revision().isAfter(reached)) {
                violations.add("revision " + batch.revision() + " after " + reached);
            }
            reached = batch.revision();
            batches.add(batch);
            changed.signalAll();
            while (paused) {
                changed.awaitUninterruptibly();
            }
            inside = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEnd(WatchEnd reason) {
        lock.lock();
        try {
            enter();
            end = reason;
            inside = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        if (inside) {
            violations.add("two calls at a time");
        }
        if (end != null) {
            violations.add("a call after the end");
        }
        inside = true;
        caller = Thread.currentThread();
    }

    /** Holds up the next delivery until {@link #resume}. */
    public void pause() {
        setPaused(true);
    }

    /** Lets a delivery go on that {@link #pause} holds up. */
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean value) {
        lock.lock();
        try {
            paused = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything up to the revision has been delivered; then what had events. */
    public List<WatchBatch> awaitRevision(Revision revision) {
        return await("revision " + revision, () -> reached.compareTo(revision) >= 0);
    }

    /** Like {@link #awaitRevision}, but content with an end. */
    public List<WatchBatch> awaitRevisionOrEnd(Revision revision) {
        return await("revision " + revision, () -> end != null || reached.compareTo(revision) >= 0);
    }

    /** Waits for the end. */
    public WatchEnd awaitEnd() {
        await("the end", () -> end != null);
        return end().orElseThrow();
    }

    /** The end, if it has come. */
    public Optional<WatchEnd> end() {
        lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    /** Everything delivered so far, progress included. */
    public List<WatchBatch> everything() {
        lock.lock();
        try {
            return List.copyOf(batches);
        } finally {
            lock.unlock();
        }
    }

    /** The thread of the last call. */
    public Thread caller() {
        lock.lock();
        try {
            return Objects.requireNonNull(caller, "a call was made");
        } finally {
            lock.unlock();
        }
    }

    /** All events delivered so far. */
    public List<WatchEvent> events() {
        return everything().stream().flatMap(batch -> batch.events().stream()).toList();
    }

    private List<WatchBatch> await(String what, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = PATIENCE_NANOS;
            int delivered = batches.size();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + what + "; at " + reached + ", ended: " + end);
                }
                left = changed.awaitNanos(left);
                if (batches.size() > delivered) {
                    delivered = batches.size();
                    left = PATIENCE_NANOS;
                }
            }
            if (!violations.isEmpty()) {
                throw new AssertionError("a watch broke its rules: " + violations);
            }
            return batches.stream().filter(batch -> !batch.events().isEmpty()).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, interrupted);
        } finally {
            lock.unlock();
        }
    }
}
