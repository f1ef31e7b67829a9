package io.bellwether.store.embedded;

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
import io.bellwether.store.backup.BackupWriter;
import io.bellwether.store.index.Batch;
import io.bellwether.store.index.History;
import io.bellwether.store.index.Version;
import io.bellwether.store.index.WatchSource;
import io.bellwether.store.index.Watches;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The store on the local disk.
 *
 * <p>Shape: a log of checksummed frames, one per batch of commits, in files that are filled with zeros beforehand;
 * bases, which are all live entries of one revision; and the multi-version index in the heap, which answers everything
 * that is recent. {@code docs/store.md} describes the files.
 *
 * <p>Units and limits: see {@link EmbeddedStoreOptions.Limits}. History is compacted by itself, by age and by size.
 *
 * <p>Threads: every method is safe from any thread. {@link #txn} waits for the writer; reads of recent revisions take
 * no more than a short lock; reads of older ones block on the disk.
 *
 * <p>Errors: after an I/O error while writing, {@code FAILED} for ever; with a full disk, {@code NO_SPACE} until there
 * is space. {@link StoreException} with {@code CORRUPT} when a read meets damage.
 */
public final class EmbeddedStore implements Store {

    private static final long CLOSE_SECONDS = 30;

    /** Commits read from the disk at a time for a watch: each needs the versions before it, one read each. */
    private static final int DISK_CHUNK = 64;

    private final DirectoryLock lock;
    private final History history;
    private final StoreState state;
    private final DiskHistory disk;
    private final Watches watches;
    private final RequestQueue queue = new RequestQueue();
    private final Spares spares;
    private final Housekeeper housekeeper;
    private final Writer writer;

    private EmbeddedStore(EmbeddedStoreOptions options, DirectoryLock lock, Recovery.Recovered found) {
        DataDirectory directory = new DataDirectory(options.dataDir());
        Catalogue catalogue = new Catalogue(found.files(), found.bases());
        Space space = new Space(directory, options.limits().ballastBytes());
        this.spares = new Spares(space, options.threads());
        Log log = new Log(
                directory,
                space,
                spares,
                options.random(),
                found.positions(),
                catalogue,
                options.limits().segmentBytes(),
                found.chain());
        this.lock = lock;
        this.history = found.history();
        this.state = new StoreState(found.compacted(), options.onFailure());
        this.disk = new DiskHistory(new LogReader(found.positions()), catalogue);
        this.watches = new Watches(new Source(), options.watchExecutor());
        this.writer = new Writer(queue, log, history, watches, state);
        this.housekeeper = new Housekeeper(
                directory, options, log, space, history, catalogue, found.positions(), state, this::compact);
    }

    /**
     * Opens the store in the directory, or makes one there.
     *
     * @throws StoreException with {@code LOCKED}, naming the process that has it, {@code FORMAT_TOO_NEW},
     *     {@code CORRUPT} or {@code UNUSABLE}; then nothing was changed
     */
    public static EmbeddedStore open(EmbeddedStoreOptions options) {
        DataDirectory directory = new DataDirectory(options.dataDir());
        directory.prepare();
        DirectoryLock lock = DirectoryLock.take(directory.path());
        EmbeddedStore opened = null;
        try {
            Recovery.Recovered found = Recovery.read(directory, options.limits().historyHeapBytes());
            directory.begin();
            if (found.lastFrame().isPresent()) {
                found.lastFrame().get().secure();
            }
            opened = new EmbeddedStore(options, lock, found);
        } catch (IOException unusable) {
            throw new StoreException(
                    Reason.UNUSABLE,
                    "the data directory " + directory.path() + " cannot be written: " + unusable,
                    unusable);
        } finally {
            if (opened == null) {
                lock.close();
            }
        }
        options.threads().execute(opened.writer::run);
        options.threads().execute(opened.housekeeper::run);
        return opened;
    }

    @Override
    public TxnResult txn(Txn txn) {
        Batch.checkSizes(txn);
        return ask(new Request.Work.Transact(txn));
    }

    private TxnResult ask(Request.Work work) {
        state.requireOpen();
        Request request = new Request(work);
        try {
            if (!queue.put(request)) {
                throw state.refusal();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new TxnResult.Unknown("interrupted before the transaction was taken");
        }
        return request.await();
    }

    @Override
    public Optional<KeyValue> get(Key key) {
        state.requireOpen();
        return history.current().get(key);
    }

    @Override
    public RangeResult range(KeyRange range, int limit, Revision at) {
        state.requireOpen();
        Version current = history.current();
        if (at.equals(Revision.NONE) || at.equals(current.revision())) {
            return current.range(range, limit);
        }
        if (at.isAfter(current.revision())) {
            return new RangeResult.Future(current.revision());
        }
        Revision oldest = state.compacted();
        if (oldest.isAfter(at)) {
            return new RangeResult.Compacted(oldest);
        }
        Optional<Version> version = history.at(at);
        return version.isPresent() ? version.get().range(range, limit) : rangeFromDisk(range, limit, at);
    }

    private RangeResult rangeFromDisk(KeyRange range, int limit, Revision at) {
        try {
            return disk.range(range, limit, at, history.oldestVersion());
        } catch (UncheckedIOException | StoreException unreadable) {
            return overtaken(at).<RangeResult>map(RangeResult.Compacted::new).orElseThrow(() -> unreadable(unreadable));
        }
    }

    /** Whether the reading failed because a compaction removed the files under it; then the revision it reached. */
    private Optional<Revision> overtaken(Revision at) {
        Revision oldest = state.compacted();
        return oldest.isAfter(at) ? Optional.of(oldest) : Optional.empty();
    }

    private static StoreException unreadable(RuntimeException cause) {
        return cause instanceof StoreException damaged
                ? damaged
                : new StoreException(Reason.CORRUPT, "history cannot be read from the disk: " + cause, cause);
    }

    @Override
    public Revision currentRevision() {
        state.requireOpen();
        return history.current().revision();
    }

    @Override
    public Watch watch(KeyRange range, Revision after, WatchListener listener) {
        return watches.open(range, after, listener);
    }

    @Override
    public void compact(Revision revision) {
        state.requireOpen();
        if (revision.isAfter(history.current().revision())) {
            throw new IllegalArgumentException("revision " + revision + " is in the future");
        }
        if (revision.isAfter(state.compacted())) {
            ask(new Request.Work.Compact(revision));
        }
    }

    @Override
    public Revision compactedRevision() {
        state.requireOpen();
        return state.compacted();
    }

    @Override
    public Stats stats(KeyRange range) {
        state.requireOpen();
        return history.current().tree().stats(range);
    }

    @Override
    public Health health() {
        return state.health();
    }

    @Override
    public Revision snapshot(OutputStream out) throws IOException {
        state.requireOpen();
        Version version = history.current();
        BackupWriter.write(version.revision(), version.tree().iterator(), out);
        return version.revision();
    }

    @Override
    public void close() {
        if (!state.close()) {
            state.awaitWriterEnd(CLOSE_SECONDS);
            return;
        }
        housekeeper.stop();
        queue.close();
        state.awaitWriterEnd(CLOSE_SECONDS);
        spares.close();
        watches.close(new WatchEnd.Closed("the store was closed"));
        lock.close();
    }

    /** Watches read the heap first, and the disk for what has left it. */
    private final class Source implements WatchSource {

        @Override
        public Revision oldest() {
            return state.compacted();
        }

        @Override
        public Optional<List<WatchBatch>> after(Revision revision, int limit) {
            if (state.compacted().isAfter(revision)) {
                return Optional.empty();
            }
            Optional<List<WatchBatch>> recent = history.after(revision, limit);
            return recent.isPresent() ? recent : fromDisk(revision, limit);
        }

        private Optional<List<WatchBatch>> fromDisk(Revision revision, int limit) {
            try {
                return Optional.of(disk.after(revision, history.oldest(), Math.min(limit, DISK_CHUNK)));
            } catch (UncheckedIOException | StoreException unreadable) {
                if (overtaken(revision).isPresent()) {
                    return Optional.empty();
                }
                throw unreadable(unreadable);
            }
        }
    }
}
