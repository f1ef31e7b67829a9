package io.bellwether.spring.boot.starter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.election.LeaderWork;
import io.bellwether.election.Leadership;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in while a term lasts, and is itself the work of that term: it has ended when the last call has left. So
 * the Lease is given back only when no call runs.
 *
 * <p>Shape: an election for {@link LeaderWork}, a turnstile for {@link LeaderOnly} methods. A call within a call counts
 * as one.
 *
 * <p>Threads: safe from any thread. The lock guards the fields; under it threads are interrupted, which runs nothing.
 */
public final class LeaderGate implements LeaderWork {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Who is inside, and how deep. */
    @GuardedBy("lock")
    private final Map<Thread, Integer> inside = new HashMap<>();

    /** The term for which calls are let in; null while there is none. */
    @GuardedBy("lock")
    private @Nullable Leadership open;

    /** Whether those inside have been told to leave. */
    @GuardedBy("lock")
    private boolean clearing;

    /**
     * Lets calls in until the term ends, then interrupts those inside and waits until they have left.
     *
     * <p>Threads: run by the election, which interrupts it when the term ends and takes its lateness as that of work.
     */
    @Override
    public void run(Leadership leadership) {
        lock.lock();
        try {
            open = leadership;
            awaitInterrupt();
            open = null;
            clearing = true;
            inside.keySet().forEach(Thread::interrupt);
            while (!inside.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            clearing = false;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitInterrupt() {
        try {
            while (true) {
                changed.await();
            }
        } catch (InterruptedException termIsOver) {
            // That is how the election says it; the thread is its own, and ends with this work.
        }
    }

    /** Enters; whoever did must {@link #leave}. False, and nothing to leave, when this application does not lead. */
    boolean enter() {
        lock.lock();
        try {
            boolean isLeader = open != null && open.isValid();
            if (isLeader) {
                int unused = inside.merge(Thread.currentThread(), 1, Integer::sum);
            }
            return isLeader;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves. An interrupt that was to end the call does not go on to what the thread does next. */
    void leave() {
        lock.lock();
        try {
            Integer left =
                    inside.computeIfPresent(Thread.currentThread(), (thread, depth) -> depth > 1 ? depth - 1 : null);
            if (left == null) {
                boolean unused = clearing && Thread.interrupted();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is inside. */
    boolean isInside() {
        lock.lock();
        try {
            return inside.containsKey(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** The term for which calls are let in. */
    Optional<Leadership> leadership() {
        lock.lock();
        try {
            return Optional.ofNullable(open);
        } finally {
            lock.unlock();
        }
    }
}
