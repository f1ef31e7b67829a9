package io.bellwether.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A revisioned key-value store: the contract that every backend keeps and that the contract suite checks.
 *
 * <p>Shape: every commit has one revision; all reads without a revision are linearizable: they see every transaction
 * that was acknowledged before they began. Nothing is visible, to reads or watches, before it is durable.
 *
 * <p>Threads: every method is safe from any thread and may block (on I/O or the commit), so callers run on virtual
 * threads.
 *
 * <p>Errors: outcomes that a caller must expect are values; {@link StoreException} says what the world refused, and
 * then nothing was written. Interruption while waiting for a commit: {@link TxnResult.Unknown}, with the interrupt flag
 * restored.
 */
public interface Store extends AutoCloseable {

    /** The largest value, in bytes: what etcd takes, so that moving there never surprises. */
    int VALUE_SIZE_LIMIT = 1_572_864;

    /**
     * Writes: the only way to.
     *
     * @return {@code Committed} only after the commit is durable
     * @throws StoreException with {@code NO_SPACE}, {@code TOO_LARGE}, {@code CLOSED} or {@code FAILED}; nothing was
     *     written and nothing will be
     */
    TxnResult txn(Txn txn);

    /** The entry, or empty when the key is absent. */
    Optional<KeyValue> get(Key key);

    /**
     * Reads a range, in key order.
     *
     * @param limit the most entries to answer; 0: no limit
     * @param at the revision to read at; {@link Revision#NONE}: the current one
     */
    RangeResult range(KeyRange range, int limit, Revision at);

    /**
     * The newest revision: at least that of every transaction acknowledged before the call; {@link Revision#NONE} in a
     * store never written to.
     */
    Revision currentRevision();

    /**
     * Follows a range from right after a revision on, without gaps or repetitions.
     *
     * @param after the last revision the caller knows; a revision that is compacted ends the watch with
     *     {@link WatchEnd.Compacted}, one in the future waits for it
     */
    Watch watch(KeyRange range, Revision after, WatchListener listener);

    /**
     * Forgets history: reads at a revision below {@code revision} and watches that start after one below it answer
     * {@code Compacted} from now on. Live entries stay. Idempotent; a revision that is already compacted changes
     * nothing.
     *
     * @throws IllegalArgumentException when the revision is in the future
     */
    void compact(Revision revision);

    /** The oldest revision that can still be read at; {@link Revision#NONE} as long as nothing was compacted. */
    Revision compactedRevision();

    /** How many live entries a range has and how many bytes their values take, without visiting them one by one. */
    Stats stats(KeyRange range);

    /** Whether it can read and whether it can write, each with the reason when not. Never blocks. */
    Health health();

    /**
     * Writes a backup of one consistent revision, live entries only, in the portable format that {@code restore} reads.
     *
     * @return the revision of the cut
     */
    Revision snapshot(OutputStream out) throws IOException;

    /**
     * Ends every watch with {@link WatchEnd.Closed}, lets accepted transactions finish, releases everything.
     * Idempotent.
     */
    @Override
    void close();

    /**
     * The size of a range.
     *
     * @param count live entries
     * @param valueBytes bytes of their values
     */
    record Stats(long count, long valueBytes) {}

    /**
     * What works.
     *
     * @param readable empty: reads work; else why not
     * @param writable empty: writes work; else why not
     */
    record Health(Optional<String> readable, Optional<String> writable) {}
}
