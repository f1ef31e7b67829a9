package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.fence.Fencing;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.store.Compare;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commits writes and tells outcomes apart: the room's door to the store.
 *
 * <p>Threads: safe from any thread; blocks until the commit.
 */
final class Committer {

    private final Store store;
    private final Fencing fencing;

    Committer(Store store, Fencing fencing) {
        this.store = store;
        this.fencing = fencing;
    }

    /** How a commit that may be tried again ended. */
    sealed interface Outcome {

        /** Durable at this revision. */
        record Committed(Revision revision) implements Outcome {}

        /** Nothing was written: this was no longer as it had been read. */
        record Raced(Compare compare) implements Outcome {}
    }

    /**
     * The condition that a request's fence puts on its write; empty without a fence.
     *
     * @throws StatusException 412 {@code FencedOut}
     */
    List<Compare> checkFence(Optional<Fence> fence) {
        return fence.map(fencing::check).stream().toList();
    }

    /**
     * Commits.
     *
     * @param fenceCompares what {@link #checkFence} answered
     * @throws StatusException 412 when the fence broke; 413, 507 or 503 when the store refused, and nothing was
     *     written; 504 when nobody knows whether it was
     */
    Outcome commit(
            Optional<Fence> fence,
            List<Compare> fenceCompares,
            Compare object,
            KindStrategy.Companions companions,
            Operation operation) {
        List<Compare> compares = new ArrayList<>(companions.compares().size() + 1);
        compares.add(object);
        compares.addAll(companions.compares());
        List<Operation> operations = new ArrayList<>(companions.operations().size() + 1);
        operations.add(operation);
        operations.addAll(companions.operations());
        TxnResult result = txn(new Txn(Fencing.fenceFirst(fenceCompares, compares), operations));
        return switch (result) {
            case TxnResult.Committed committed -> new Outcome.Committed(committed.revision());
            case TxnResult.Failed failed -> {
                if (fence.isPresent() && fenceCompares.contains(failed.compare())) {
                    throw fencing.fencedOut(fence.get());
                }
                yield new Outcome.Raced(failed.compare());
            }
            case TxnResult.Unknown unknown -> throw unknownOutcome(unknown);
        };
    }

    private TxnResult txn(Txn txn) {
        try {
            return store.txn(txn);
        } catch (StoreException e) {
            throw refused(e);
        }
    }

    /** What the client is told of a store that refuses. */
    static StatusException refused(StoreException e) {
        Status status = switch (e.reason()) {
            case NO_SPACE -> Status.insufficientStorage("nothing was written: the disk of the server is full");
            case TOO_LARGE ->
                Status.requestEntityTooLarge(
                        "nothing was written: an object has at most " + Store.VALUE_SIZE_LIMIT + " bytes");
            case CLOSED, FAILED ->
                Status.serviceUnavailable("nothing was written: the store does not take writes now", 1);
            case LOCKED, FORMAT_TOO_NEW, CORRUPT, UNUSABLE ->
                Status.internalError("nothing was written: the store cannot be used");
        };
        return new StatusException(status, e);
    }

    private static StatusException unknownOutcome(TxnResult.Unknown unknown) {
        String message = "the outcome of the write is unknown: it may have been done, or be done yet, or never ("
                + unknown.reason() + "); read the object before you try again";
        return Status.failure(StatusReason.TIMEOUT, message, StatusDetails.NONE).asException();
    }
}
