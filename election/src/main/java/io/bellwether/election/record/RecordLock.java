package io.bellwether.election.record;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Scheduler;
import io.bellwether.store.Compare;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * A record in a store as the lock; over a {@code MemoryStore} it is the lock for tests.
 *
 * <p>Shape: two keys, written together. {@code /locks/<name>/record} says who holds the lock.
 * {@code /locks/<name>/term} is written whenever a term begins or ends, and the revision of that commit <em>is</em> the
 * fencing token. So the token grows for as long as the store's revisions do, whoever deletes the keys, and a write to
 * the same store is fenced exactly by one compare, {@link #fence}, without reading anything.
 *
 * <p>Threads: safe from any thread. Requests run on the machine's executor, one blocked task each; deliveries of a
 * watch on the store's threads.
 *
 * <p>Errors: outcomes are values. A store has no deadline of its own: a request that takes longer than its time-out is
 * answered as unreachable or unknown, and may still take effect.
 *
 * <p>Source: election §4.6, exact fencing by a compare in the transaction of the write.
 */
public final class RecordLock implements LockStore {

    private final Store store;
    private final Machine machine;
    private final String name;
    private final LockKeys keys;

    /**
     * The lock of this name; nothing is read yet, and the record need not exist. The store belongs to the caller.
     *
     * @param name without slashes: {@code orders}, {@code billing.invoices}
     */
    public RecordLock(Store store, String name, Machine machine) {
        this.store = store;
        this.machine = machine;
        this.name = name;
        this.keys = LockKeys.of(name);
    }

    @Override
    public String name() {
        return "record " + name;
    }

    /**
     * The condition under which a transaction of this store is made by the leader of that term: add it to the
     * transaction's compares. It holds until another term begins or this one is given back, and never again (P3).
     */
    public Compare fence(FencingToken token) {
        return new Compare(keys.term(), new Revision(token.value()));
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        perform(timeout, () -> new ReadResult.Failed(late(timeout)), this::readNow, answer);
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        perform(timeout, () -> new WriteResult.Unknown(late(timeout)), () -> writeNow(base, draft), answer);
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        RecordWatch watch = new RecordWatch(store, keys, after, listener);
        machine.executor().execute(watch);
        return watch;
    }

    private ReadResult readNow() {
        try {
            return switch (store.range(keys.range(), 0, Revision.NONE)) {
                case RangeResult.Entries entries ->
                    LockEntries.of(keys, entries.entries())
                            .snapshot()
                            .<ReadResult>map(ReadResult.Found::new)
                            .orElseGet(ReadResult.Missing::new);
                // Not answered to a read of the present.
                case RangeResult.Compacted compacted -> new ReadResult.Failed(unexpected(compacted));
                case RangeResult.Future future -> new ReadResult.Failed(unexpected(future));
            };
        } catch (StoreException refused) {
            return new ReadResult.Failed(failure(refused));
        } catch (JacksonException malformed) {
            return new ReadResult.Failed(Failure.of(
                    Failure.Kind.INVALID, keys.record() + " is no record: " + malformed.getOriginalMessage()));
        }
    }

    private WriteResult writeNow(Optional<LockSnapshot> base, LockDraft draft) {
        RecordWrite write = RecordWrite.of(keys, base, draft);
        Txn txn = write.txn();
        try {
            return switch (store.txn(txn)) {
                case TxnResult.Committed committed -> new WriteResult.Applied(write.made(committed.revision()));
                case TxnResult.Failed failed ->
                    new WriteResult.Conflict(
                            failed.current().isEmpty() ? Optional.of(new ReadResult.Missing()) : Optional.empty());
                case TxnResult.Unknown unknown ->
                    new WriteResult.Unknown(Failure.of(Failure.Kind.UNREACHABLE, unknown.reason()));
            };
        } catch (StoreException refused) {
            return new WriteResult.Rejected(failure(refused));
        }
    }

    /** Answers the result of the task, or what to say when it takes too long; whichever comes first counts. */
    private <T> void perform(Duration timeout, Supplier<T> late, Supplier<T> task, Consumer<T> answer) {
        long atNanos = machine.clock().nanos() + timeout.toNanos();
        Scheduler.Timer timer = machine.scheduler().schedule(atNanos, () -> answer.accept(late.get()));
        machine.executor().execute(() -> {
            try {
                answer.accept(task.get());
            } finally {
                timer.cancel();
            }
        });
    }

    private static Failure late(Duration timeout) {
        return Failure.of(Failure.Kind.UNREACHABLE, "the store did not answer within " + timeout.toMillis() + " ms");
    }

    private static Failure unexpected(RangeResult result) {
        return Failure.of(Failure.Kind.SERVER_ERROR, "the store answered " + result);
    }

    private static Failure failure(StoreException refused) {
        Failure.Kind kind = switch (refused.reason()) {
            case NO_SPACE, FAILED, CLOSED, CORRUPT -> Failure.Kind.SERVER_ERROR;
            case TOO_LARGE, LOCKED, FORMAT_TOO_NEW, UNUSABLE -> Failure.Kind.INVALID;
        };
        return Failure.of(kind, String.valueOf(refused.getMessage()));
    }
}
