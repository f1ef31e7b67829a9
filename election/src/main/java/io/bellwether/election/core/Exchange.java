package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.Operation.Claim;
import io.bellwether.election.core.State.Retry;
import io.bellwether.election.core.State.WatchState;
import io.bellwether.election.core.State.WatchState.Standing;
import io.bellwether.execution.Backoff;
import io.bellwether.execution.Invariant;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Requests and their answers: one at a time, with back-off, and never silent about what is unknown. */
final class Exchange {

    private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_PERSISTENT_RETRY = Duration.ofSeconds(30);

    /** Whoever forbade watching may allow it later; a candidate that never asked again would poll until its restart. */
    private static final Backoff DENIED_WATCH = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(30), 2, 0.2);

    private Exchange() {}

    static void read(Turn turn) {
        long id = nextOperation(turn);
        Duration timeout = turn.timing.attemptTimeout();
        turn.operation =
                Optional.of(new Operation(id, Optional.empty(), known(turn), Claim.NONE, overdueAt(turn, timeout)));
        turn.emit(new Effect.Read(id, timeout));
    }

    static void write(Turn turn, Purpose purpose, Claim claim) {
        long id = nextOperation(turn);
        Optional<LockSnapshot> base =
                turn.lock instanceof LockKnowledge.Seen seen ? Optional.of(seen.snapshot()) : Optional.empty();
        LockDraft draft = Drafts.draft(turn, purpose, base);
        // The moment of this step is not later than that of the sending, so that validity counted from it is never too
        // long.
        OwnWrite own = new OwnWrite(
                turn.memory.writes(),
                purpose,
                draft.nonce(),
                draft.renewTime(),
                draft.holder(),
                base.map(LockSnapshot::revision),
                turn.now.nanos());
        Duration timeout = timeout(turn);
        turn.operation = Optional.of(new Operation(id, Optional.of(own), own.base(), claim, overdueAt(turn, timeout)));
        turn.emit(new Effect.Write(id, base, draft, timeout));
    }

    static void readReply(Turn turn, Input.ReadReply reply) {
        if (isAwaited(turn, reply.id())) {
            Optional<LockRevision> known = turn.operation.flatMap(Operation::base);
            turn.operation = Optional.empty();
            learned(turn, reply.result(), known);
        }
    }

    static void writeReply(Turn turn, Input.WriteReply reply) {
        if (isAwaited(turn, reply.id())) {
            Operation operation = turn.operation.orElseThrow();
            turn.operation = Optional.empty();
            written(turn, operation, operation.write().orElseThrow(), reply.result());
        }
    }

    static void watchLost(Turn turn, Input.WatchLoss loss) {
        switch (loss) {
            case UNSUPPORTED -> {
                turn.watch(Standing.UNSUPPORTED, 0, Long.MAX_VALUE);
                turn.notice(new Notice.Polling());
            }
            case FORBIDDEN -> {
                int denials = turn.watch.denials() + 1;
                if (denials == 1) {
                    turn.notice(new Notice.Polling());
                }
                long askAgain = turn.after(DENIED_WATCH.delay(denials, turn.now.chance()));
                turn.watch = new WatchState(Standing.CLOSED, turn.watch.failures(), denials, askAgain);
            }
            case EXPIRED -> {
                turn.watch(Standing.OUTDATED, turn.watch.failures() + 1, retryAt(turn, turn.watch.failures()));
                turn.mustRead();
            }
            case BROKEN -> turn.watch(Standing.CLOSED, turn.watch.failures() + 1, retryAt(turn, turn.watch.failures()));
        }
    }

    /** A store that never answers is as good as one that answers "unknown". */
    static void passTime(Turn turn) {
        if (turn.operation.isPresent() && turn.hasCome(turn.operation.get().overdueAtNanos())) {
            Operation operation = turn.operation.get();
            Failure failure = Failure.of(Failure.Kind.UNREACHABLE, "the lock's store gave no answer");
            turn.operation = Optional.empty();
            if (operation.write().isPresent()) {
                written(turn, operation, operation.write().get(), new WriteResult.Unknown(failure));
            } else {
                learned(turn, new ReadResult.Failed(failure), operation.base());
            }
        }
    }

    static void succeeded(Turn turn) {
        if (turn.retry.failures() > 0) {
            turn.notice(new Notice.RequestsSucceed(turn.retry.failures()));
        }
        long nextRead = turn.after(turn.timing.pollEvery())
                + (long) (turn.timing.pollEvery().toNanos() * 0.2 * turn.now.chance());
        Retry retry = turn.retry;
        turn.retry = new Retry(0, retry.conflicts(), retry.olderReads(), Long.MIN_VALUE, nextRead, retry.next());
        turn.memory = turn.memory.withContact(turn.now.nanos());
    }

    /** The last answer cannot be trusted: read once more after a while. */
    static void lookAgain(Turn turn) {
        Retry retry = turn.retry;
        turn.retry = retry.notBefore(retryAt(turn, retry.olderReads())).with(Retry.Next.READ);
    }

    private static void learned(Turn turn, ReadResult result, Optional<LockRevision> known) {
        switch (result) {
            case ReadResult.Found found -> {
                succeeded(turn);
                turn.mayActFreely();
                Observation.read(turn, found.snapshot(), known);
            }
            case ReadResult.Missing missing -> {
                succeeded(turn);
                turn.mayActFreely();
                Observation.missing(turn, Optional.empty());
            }
            case ReadResult.Failed failed -> {
                // The answer that did not come may have been current: older ones before and after it are no row.
                turn.retry = turn.retry.withOlderReads(0);
                failed(turn, failed.failure());
            }
        }
    }

    private static void written(Turn turn, Operation operation, OwnWrite write, WriteResult result) {
        switch (result) {
            case WriteResult.Applied applied -> {
                succeeded(turn);
                turn.retry = turn.retry.withConflicts(0);
                Observation.applied(turn, write, operation.base(), applied.snapshot());
            }
            case WriteResult.Conflict conflict -> {
                // A proxy may have sent the request twice: then this is the second one's answer, and the first one made
                // the conflict.
                keepUnresolved(turn, write);
                conflicted(turn, operation, conflict);
            }
            case WriteResult.Unknown unknown -> {
                keepUnresolved(turn, write);
                if (write.purpose() == Purpose.ACQUIRE) {
                    turn.mustRead();
                }
                failed(turn, unknown.failure());
            }
            case WriteResult.Rejected rejected -> {
                // As with a conflict, this may be the answer to the second of two copies.
                keepUnresolved(turn, write);
                failed(turn, rejected.failure());
            }
        }
    }

    private static void keepUnresolved(Turn turn, OwnWrite write) {
        turn.unresolved = Stream.concat(turn.unresolved.stream(), Stream.of(write))
                .skip(Math.max(0, turn.unresolved.size() + 1 - State.UNRESOLVED_LIMIT))
                .toList();
    }

    private static void conflicted(Turn turn, Operation operation, WriteResult.Conflict conflict) {
        boolean surprised = operation.claim() == Claim.EXPIRED && turn.watch.standing() == Standing.OPEN;
        if (surprised) {
            // The holder was alive and the watch did not say so: it has stalled.
            turn.emit(new Effect.CloseWatch());
            turn.watch(Standing.CLOSED, turn.watch.failures() + 1, retryAt(turn, turn.watch.failures()));
        }
        Retry retry = turn.retry;
        int conflicts = retry.conflicts() + 1;
        // A holder finds out at once what happened, a candidate lets the watch tell it.
        boolean atOnce = operation.claim() == Claim.NONE && conflicts == 1;
        turn.retry = retry.withConflicts(conflicts)
                .notBefore(atOnce ? turn.now.nanos() : retryAt(turn, conflicts))
                .with(Retry.Next.READ);
        if (conflict.current().isPresent()) {
            learned(turn, conflict.current().get(), operation.base());
        }
    }

    private static void failed(Turn turn, Failure failure) {
        Retry retry = turn.retry;
        if (retry.failures() == 0) {
            turn.notice(new Notice.RequestsFail(failure));
        }
        int failures = retry.failures() + 1;
        long wished = turn.after(failure.retryAfter().orElse(Duration.ZERO));
        boolean leads = turn.phase instanceof Phase.Leading || turn.phase instanceof Phase.Draining;
        long retryAt = failure.isPersistent() && !leads
                ? turn.after(persistentBackoff(turn).delay(failures, turn.now.chance()))
                : retryAt(turn, failures);
        turn.retry = retry.withFailures(failures).notBefore(Math.max(wished, retryAt));
    }

    /** Half of what is left, so that a second attempt fits; a whole attempt otherwise. */
    private static Duration timeout(Turn turn) {
        Duration timeout = turn.timing.attemptTimeout();
        if (turn.phase instanceof Phase.Leading leading) {
            Duration half = Duration.ofNanos((leading.holding().validUntilNanos() - turn.now.nanos()) / 2);
            Duration shorter = half.compareTo(timeout) < 0 ? half : timeout;
            return shorter.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : shorter;
        }
        return timeout;
    }

    private static long overdueAt(Turn turn, Duration timeout) {
        return turn.after(timeout.multipliedBy(2));
    }

    /** By the pace of the renewals, but never long: however long a lease lasts, the store may be back any moment. */
    private static long retryAt(Turn turn, int failures) {
        Duration initial =
                min(LONGEST_RETRY, max(SHORTEST_RETRY, turn.timing.renewEvery().dividedBy(4)));
        Duration longest =
                min(LONGEST_RETRY, max(initial, turn.timing.renewEvery().dividedBy(2)));
        return turn.after(new Backoff(initial, longest, 2, 0.2).delay(failures, turn.now.chance()));
    }

    private static Backoff persistentBackoff(Turn turn) {
        Duration initial = turn.timing.renewEvery();
        return new Backoff(initial, max(initial, LONGEST_PERSISTENT_RETRY), 2, 0.2);
    }

    private static Optional<LockRevision> known(Turn turn) {
        return turn.lock.newest();
    }

    private static long nextOperation(Turn turn) {
        Invariant.check(turn.operation.isEmpty(), "one request at a time: %s", turn.operation);
        turn.memory = turn.memory.withOperation();
        return turn.memory.operations();
    }

    private static boolean isAwaited(Turn turn, long id) {
        return turn.operation.isPresent() && turn.operation.get().id() == id;
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) <= 0 ? first : second;
    }

    private static Duration max(Duration first, Duration second) {
        return first.compareTo(second) >= 0 ? first : second;
    }
}
