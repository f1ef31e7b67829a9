package io.bellwether.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The narrow gate of a service whose every replica serves, and whose leader alone writes back: statuses, events,
 * clean-ups. It is the work of an election.
 *
 * <p>Shape: each replica offers whatever it finds out. Who does not lead drops it, at once and without waiting: a queue
 * that nobody empties would fill and stop the service. So a new leader cannot know what has been offered before, and
 * begins each term with everything there is; after that it writes what is offered, of each key the newest value.
 *
 * <p>Units and limits: at most one value waits for each key.
 *
 * <p>Threads: {@link #offer} is safe from any thread and never blocks for I/O; {@link #run} is called by an election.
 *
 * <p>Errors: an exception of the writer ends the term, as that of any work; another candidate, or the next term, begins
 * with everything again.
 *
 * <p>Source: election §5.1, §5.2 (what two services learned the hard way), REQ-29.
 *
 * @param <K> what is written to
 * @param <V> what is written
 */
public final class WriteBack<K, V> implements LeaderWork {

    /** Writes one value; may block, and may be called again with the same value. */
    @FunctionalInterface
    public interface Writer<K, V> {

        /** Writes under the leadership: pass its token along, or {@link Leadership#check} before each effect. */
        void write(K key, V value, Leadership leadership) throws Exception;
    }

    private final Supplier<Map<K, V>> everything;
    private final Writer<K, V> writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    @GuardedBy("lock")
    private final Map<K, V> waiting = new HashMap<>();

    @GuardedBy("lock")
    private boolean leading;

    /**
     * A gate that drops until a term begins.
     *
     * @param everything all that should be written by now; called at the beginning of each term
     */
    public WriteBack(Supplier<Map<K, V>> everything, Writer<K, V> writer) {
        this.everything = everything;
        this.writer = writer;
    }

    /** Has this written if this replica leads, and drops it otherwise. */
    public void offer(K key, V value) {
        lock.lock();
        try {
            if (leading) {
                waiting.put(key, value);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run(Leadership leadership) throws Exception {
        open();
        try {
            // Opened first: what is offered while everything is gathered is newer, and written after it.
            write(everything.get(), leadership);
            while (leadership.isValid()) {
                write(next(), leadership);
            }
        } finally {
            close();
        }
    }

    private void write(Map<K, V> values, Leadership leadership) throws Exception {
        for (Map.Entry<K, V> entry : values.entrySet()) {
            leadership.check();
            writer.write(entry.getKey(), entry.getValue(), leadership);
        }
    }

    private void open() {
        lock.lock();
        try {
            leading = true;
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        lock.lock();
        try {
            leading = false;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private Map<K, V> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                arrived.await();
            }
            Map<K, V> taken = Map.copyOf(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
