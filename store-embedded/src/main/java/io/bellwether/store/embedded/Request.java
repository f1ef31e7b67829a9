package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Something a caller waits for the writer to do.
 *
 * <p>Threads: made and awaited by the caller, answered once by the writer, which then wakes the caller.
 */
final class Request {

    /** What is asked for. */
    sealed interface Work {

        /** A transaction. */
        record Transact(Txn txn) implements Work {}

        /** A compaction. */
        record Compact(Revision revision) implements Work {}
    }

    /** How it ended. */
    sealed interface Answer {

        /** The outcome. */
        record Done(TxnResult result) implements Answer {}

        /** Nothing was done. */
        record Refused(StoreException reason) implements Answer {}
    }

    private final Work work;
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Answer answer;

    Request(Work work) {
        this.work = work;
    }

    Work work() {
        return work;
    }

    /** Answers; the first answer counts. */
    void answer(Answer given) {
        if (answer == null) {
            answer = given;
            LockSupport.unpark(caller);
        }
    }

    void done(TxnResult result) {
        answer(new Answer.Done(result));
    }

    /** Waits for the answer. An interruption ends the waiting, not the work. */
    TxnResult await() {
        Answer given = answer;
        while (given == null) {
            LockSupport.park(this);
            given = answer;
            if (given == null && Thread.currentThread().isInterrupted()) {
                return new TxnResult.Unknown("interrupted while waiting for the commit");
            }
        }
        return switch (given) {
            case Answer.Done done -> done.result();
            case Answer.Refused refused ->
                throw new StoreException(
                        refused.reason().reason(),
                        String.valueOf(refused.reason().getMessage()),
                        refused.reason());
        };
    }
}
