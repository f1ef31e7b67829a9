package io.bellwether.store.embedded;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to the writer.
 *
 * <p>Shape: a stack that callers push on with one atomic step, and that the writer takes whole, with another, and turns
 * around. So a request costs one such step and a batch one more, however many callers there are; and only who finds the
 * stack empty has to wake the writer.
 *
 * <p>Units and limits: at most {@link #CAPACITY} lie here, besides what the writer has taken; further callers wait.
 *
 * <p>Threads: any thread puts and closes, the writer alone takes.
 *
 * <p>Source: Treiber, Systems Programming: Coping with Parallelism (1986).
 */
final class RequestQueue {

    static final int CAPACITY = 8192;

    /** What lies here, newest first. */
    private sealed interface Stack {

        /** Nothing. */
        record Empty() implements Stack {}

        /** A request on top of the others. */
        record Waiting(Request request, Stack below, int depth) implements Stack {}

        /** What lay here when the queue was closed. */
        record Closed(Stack below) implements Stack {}
    }

    private static final Stack EMPTY = new Stack.Empty();
    private static final Stack CLOSED = new Stack.Closed(EMPTY);

    private final AtomicReference<Stack> top = new AtomicReference<>(EMPTY);

    private volatile @Nullable Thread writer;

    /** For callers who wait for a place; the queue itself needs no lock. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition notFull = lock.newCondition();

    /** Puts a request; false when the queue takes no more. May wait for a place. */
    boolean put(Request request) throws InterruptedException {
        while (true) {
            Stack below = top.get();
            if (below instanceof Stack.Closed) {
                return false;
            }
            int depth = depth(below);
            if (depth == CAPACITY) {
                awaitPlace();
            } else if (top.compareAndSet(below, new Stack.Waiting(request, below, depth + 1))) {
                wakeIf(depth == 0);
                return true;
            }
        }
    }

    private static int depth(Stack stack) {
        return stack instanceof Stack.Waiting waiting ? waiting.depth() : 0;
    }

    private void awaitPlace() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (depth(top.get()) == CAPACITY) {
                notFull.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellOfPlaces() {
        lock.lock();
        try {
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Moves what lies here to the end of the other queue, oldest first; false when there will never be more. */
    boolean drainTo(ArrayDeque<Request> taken) {
        Stack all = top.getAndUpdate(now -> now instanceof Stack.Closed ? CLOSED : EMPTY);
        boolean open = !(all instanceof Stack.Closed);
        Stack newest = all instanceof Stack.Closed closed ? closed.below() : all;
        ArrayDeque<Request> oldestFirst = new ArrayDeque<>(1 + depth(newest));
        for (Stack at = newest; at instanceof Stack.Waiting waiting; at = waiting.below()) {
            oldestFirst.addFirst(waiting.request());
        }
        taken.addAll(oldestFirst);
        if (depth(newest) == CAPACITY) {
            tellOfPlaces();
        }
        return open;
    }

    /** The same, but waits for something to take. */
    boolean awaitTo(ArrayDeque<Request> taken) {
        // Before the first look: who puts something in after it must know whom to wake.
        writer = Thread.currentThread();
        boolean open = drainTo(taken);
        while (open && taken.isEmpty()) {
            LockSupport.park(this);
            open = drainTo(taken);
        }
        return open;
    }

    /** Takes no more; what is in it is still taken out. */
    void close() {
        top.updateAndGet(now -> now instanceof Stack.Closed ? now : new Stack.Closed(now));
        wakeIf(true);
        tellOfPlaces();
    }

    private void wakeIf(boolean needed) {
        Thread sleeper = needed ? writer : null;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }
}
