package io.bellwether.store.memory;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.Watch;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.WatchListener;
import io.bellwether.store.backup.BackupReader;
import io.bellwether.store.backup.BackupWriter;
import io.bellwether.store.index.Batch;
import io.bellwether.store.index.Batch.Decision;
import io.bellwether.store.index.History;
import io.bellwether.store.index.SortedTree;
import io.bellwether.store.index.Version;
import io.bellwether.store.index.WatchSource;
import io.bellwether.store.index.Watches;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store in the heap: durable as long as the process lives.
 *
 * <p>Units and limits: the history takes at most the given bytes beyond the live entries; what falls out of it is
 * compacted.
 *
 * <p>Threads: transactions take turns under one lock; reads take none beyond the history's.
 */
public final class MemoryStore implements Store {

    /** The history kept by default, in bytes: 64 MiB. */
    public static final long HISTORY_LIMIT_BYTES = 64L << 20;

    private final History history;
    private final Watches watches;

    /** Orders transactions and compactions; {@link #closed} is written under it. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean closed;

    /**
     * An empty store with the default history.
     *
     * @param watchExecutor runs the deliveries of watches; see {@link Watches}
     */
    public MemoryStore(Executor watchExecutor) {
        this(HISTORY_LIMIT_BYTES, watchExecutor);
    }

    /**
     * An empty store.
     *
     * @param watchExecutor runs the deliveries of watches; see {@link Watches}
     */
    public MemoryStore(long historyLimitBytes, Executor watchExecutor) {
        this(Version.NOTHING, historyLimitBytes, watchExecutor);
    }

    private MemoryStore(Version start, long historyLimitBytes, Executor watchExecutor) {
        this.history = new History(start, historyLimitBytes);
        this.watches = new Watches(new HeapSource(history), watchExecutor);
    }

    /** A store with the entries and the revision of a backup, and no history before it. */
    public static MemoryStore restore(InputStream backup, long historyLimitBytes, Executor watchExecutor) {
        BackupReader reader = new BackupReader("the backup", backup);
        SortedTree tree = SortedTree.ofSorted(reader);
        return new MemoryStore(new Version(reader.revision(), tree), historyLimitBytes, watchExecutor);
    }

    @Override
    public TxnResult txn(Txn txn) {
        Batch.checkSizes(txn);
        TxnResult result;
        writing.lock();
        try {
            checkOpen();
            Batch batch = new Batch(history.current());
            result = switch (batch.decide(txn)) {
                case Decision.Unchanged unchanged -> unchanged.result();
                case Decision.Changed changed -> {
                    history.publish(List.of(changed.commit()), batch.after());
                    yield new TxnResult.Committed(changed.commit().revision());
                }
            };
        } finally {
            writing.unlock();
        }
        watches.published();
        return result;
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException(Reason.CLOSED, "the store was closed", null);
        }
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        checkOpen();
        return history.current().get(key);
    }

    @Override
    public RangeResult range(KeyRange range, int limit, Revision at) {
        checkOpen();
        Version newest = history.current();
        if (at.isAfter(newest.revision())) {
            return new RangeResult.Future(newest.revision());
        }
        Optional<Version> version = at.equals(Revision.NONE) ? Optional.of(newest) : history.at(at);
        return version.<RangeResult>map(cut -> cut.range(range, limit))
                .orElseGet(() -> new RangeResult.Compacted(history.oldest()));
    }

    @Override
    public Revision currentRevision() {
        checkOpen();
        return history.current().revision();
    }

    @Override
    public Watch watch(KeyRange range, Revision after, WatchListener listener) {
        return watches.open(range, after, listener);
    }

    @Override
    public void compact(Revision revision) {
        writing.lock();
        try {
            checkOpen();
            if (revision.isAfter(history.current().revision())) {
                throw new IllegalArgumentException("revision " + revision + " is in the future");
            }
            history.forgetBefore(revision);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Revision compactedRevision() {
        checkOpen();
        return history.oldest();
    }

    @Override
    public Stats stats(KeyRange range) {
        checkOpen();
        return history.current().tree().stats(range);
    }

    @Override
    public Health health() {
        Optional<String> problem = closed ? Optional.of("the store was closed") : Optional.empty();
        return new Health(problem, problem);
    }

    @Override
    public Revision snapshot(OutputStream out) throws IOException {
        checkOpen();
        Version version = history.current();
        BackupWriter.write(version.revision(), version.tree().iterator(), out);
        return version.revision();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
        watches.close(new WatchEnd.Closed("the store was closed"));
    }

    private record HeapSource(History history) implements WatchSource {

        @Override
        public Revision oldest() {
            return history.oldest();
        }

        @Override
        public Optional<List<WatchBatch>> after(Revision revision, int limit) {
            return history.after(revision, limit);
        }
    }
}
