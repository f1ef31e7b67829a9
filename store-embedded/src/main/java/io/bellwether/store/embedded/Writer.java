package io.bellwether.store.embedded;

import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.TxnResult;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.index.Batch;
import io.bellwether.store.index.Batch.Decision;
import io.bellwether.store.index.History;
import io.bellwether.store.index.Watches;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The one writer: group commit.
 *
 * <p>A turn takes every request that waits, up to a bound, decides each on what the one before it left, writes all
 * commits as one frame and syncs it, and only then shows them to readers and watches and answers the callers. While the
 * disk syncs, the next requests gather: the more callers, the larger the batch.
 *
 * <p>After an I/O error nobody can know what the disk has: the batch is unknown, the log is never written to again, and
 * whatever comes later is refused. A second sync would report success for pages that the kernel has already dropped.
 *
 * <p>Threads: {@link #run} is one thread, the owner of everything here but the volatile fields and the queue.
 *
 * <p>Source: G-W1 to G-W7, G-R2; Rebello et al., Can Applications Recover from fsync Failures? (2020).
 */
final class Writer {

    /** Transactions in a batch: beyond this a sync is amortized, and the first of them should not wait for more. */
    private static final int BATCH_LIMIT = 2048;

    /** Bytes of a batch after which no further transaction is added. */
    private static final int BATCH_LIMIT_BYTES = 4 << 20;

    private final RequestQueue queue;
    private final Log log;
    private final History history;
    private final Watches watches;
    private final StoreState state;

    private final FrameEncoder encoder = new FrameEncoder();
    private final List<Request> requests = new ArrayList<>();
    private final List<TxnResult> results = new ArrayList<>();
    private Batch batch;

    /** Taken from the queue and not yet decided. */
    private final ArrayDeque<Request> taken = new ArrayDeque<>();

    Writer(RequestQueue queue, Log log, History history, Watches watches, StoreState state) {
        this.queue = queue;
        this.log = log;
        this.history = history;
        this.watches = watches;
        this.state = state;
        this.batch = new Batch(history.current());
    }

    /** Works until the queue is closed and drained, or until something goes wrong. */
    void run() {
        boolean orderly = false;
        try {
            boolean more = true;
            while (more) {
                more = turn();
            }
            orderly = true;
        } finally {
            end(orderly);
        }
    }

    /** One batch; false when there will be none any more. */
    private boolean turn() {
        requests.clear();
        if (taken.isEmpty() && !queue.awaitTo(taken) && taken.isEmpty()) {
            return false;
        }
        Request first = taken.removeFirst();
        requests.add(first);
        if (state.failure() != null) {
            refuse(state.requireFailure());
        } else if (first.work() instanceof Request.Work.Compact compact) {
            attempt(() -> compact(first, compact.revision()));
        } else {
            decideAll(first);
            attempt(this::commit);
        }
        return true;
    }

    /** Work that writes to the log. */
    private interface LogWork {
        void run() throws IOException;
    }

    private void attempt(LogWork work) {
        try {
            work.run();
        } catch (IOException broken) {
            fail(broken);
        } catch (StoreException refused) {
            refuse(refused);
        }
    }

    private void commit() throws IOException {
        try {
            store(Log.Reserve.KEEP);
        } catch (StoreException full) {
            state.full(full);
            makeDoWithout(full);
        }
    }

    /** Decides the first and what else waits, up to the next compaction, which is left for the next turn. */
    private void decideAll(Request first) {
        begin();
        decide(first);
        while (requests.size() < BATCH_LIMIT && encoder.sizeBytes() < BATCH_LIMIT_BYTES && nextTransacts()) {
            Request request = taken.removeFirst();
            requests.add(request);
            decide(request);
        }
    }

    /** Whether the next request that waits is a transaction. */
    private boolean nextTransacts() {
        if (taken.isEmpty()) {
            queue.drainTo(taken);
        }
        Request next = taken.peekFirst();
        return next != null && next.work() instanceof Request.Work.Transact;
    }

    private void begin() {
        results.clear();
        batch = new Batch(history.current());
        encoder.begin(history.current().revision().next());
    }

    private void decide(Request request) {
        switch (batch.decide(((Request.Work.Transact) request.work()).txn())) {
            case Decision.Unchanged unchanged -> results.add(unchanged.result());
            case Decision.Changed changed -> {
                results.add(new TxnResult.Committed(changed.commit().revision()));
                encoder.add(changed.commit());
            }
        }
    }

    /** Makes the decided batch durable, then visible, then answers. */
    private void store(Log.Reserve reserve) throws IOException {
        List<WatchBatch> commits = batch.commits();
        if (!commits.isEmpty()) {
            log.append(encoder, commits.get(0).revision(), reserve);
            history.publish(commits, batch.after());
            watches.published();
            if (reserve == Log.Reserve.KEEP) {
                state.roomAgain();
            }
        }
        for (int index = 0; index < requests.size(); index++) {
            requests.get(index).done(results.get(index));
        }
    }

    /** The disk is full: only transactions that delete and do nothing else are tried again, in the space held back. */
    private void makeDoWithout(StoreException full) throws IOException {
        List<Request> deletions = new ArrayList<>();
        for (Request request : requests) {
            if (onlyDeletes(request)) {
                deletions.add(request);
            } else {
                request.answer(new Request.Answer.Refused(full));
            }
        }
        requests.clear();
        requests.addAll(deletions);
        begin();
        for (Request request : requests) {
            decide(request);
        }
        store(Log.Reserve.USE);
    }

    private static boolean onlyDeletes(Request request) {
        return request.work() instanceof Request.Work.Transact transact
                && transact.txn().operations().stream().allMatch(Operation.Delete.class::isInstance);
    }

    private void compact(Request request, Revision revision) throws IOException {
        if (revision.isAfter(state.compacted())) {
            log.mark(
                    encoder,
                    Frame.COMPACTION,
                    revision,
                    history.current().revision().next());
            state.compact(revision);
            history.forgetBefore(revision);
        }
        request.done(new TxnResult.Committed(history.current().revision()));
    }

    private void refuse(StoreException reason) {
        for (Request request : requests) {
            request.answer(new Request.Answer.Refused(reason));
        }
    }

    private void fail(IOException cause) {
        state.fail(new StoreException(
                Reason.FAILED, "writing stopped after an I/O error, the process must be restarted: " + cause, cause));
        unknown("an I/O error while committing: " + cause);
        watches.close(new WatchEnd.Closed("writing stopped after an I/O error"));
        state.reportFailure();
    }

    private void unknown(String reason) {
        for (Request request : requests) {
            request.done(new TxnResult.Unknown(reason));
        }
    }

    /** Leaves no caller waiting, whatever ended the loop. */
    private void end(boolean orderly) {
        queue.close();
        if (!orderly) {
            state.fail(new StoreException(Reason.FAILED, "the writer stopped because of a bug", null));
            unknown("the writer stopped because of a bug");
        }
        queue.drainTo(taken);
        for (Request request : taken) {
            request.answer(new Request.Answer.Refused(state.refusal()));
        }
        closeLog(orderly && state.failure() == null);
        state.writerEnded();
    }

    private void closeLog(boolean clean) {
        try {
            if (clean && log.hasFile()) {
                log.mark(
                        encoder,
                        Frame.CLEAN_END,
                        history.current().revision(),
                        history.current().revision().next());
            }
            log.close();
        } catch (IOException | StoreException unmarked) {
            // Everything acknowledged was synced before; the next opening just cannot tell this end from a crash.
            state.endedUnmarked(unmarked);
        }
    }
}
