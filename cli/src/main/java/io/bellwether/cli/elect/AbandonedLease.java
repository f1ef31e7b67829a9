package io.bellwether.cli.elect;

import io.bellwether.apimachinery.Times;
import io.bellwether.election.LockStore;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The Lease of a candidate whose process is dead and whose work is provably dead too: releases it in the candidate's
 * name, so that nobody waits for it to expire.
 *
 * <p>Written is only over a version whose holder is the dead candidate, by name and by nonce (as in G-E5); a renewal of
 * its last breath that arrives later finds another version and fails. Nobody but the dead candidate's guardian may do
 * this: it alone knows that the work is dead.
 *
 * <p>Threads: one caller, which blocks.
 */
final class AbandonedLease {

    /** A request that takes longer is asked anew. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LockStore lock;
    private final Identity dead;
    private final Clock clock;
    private boolean written;

    /** How it ended. */
    sealed interface Outcome {
        /** Nobody holds the Lease. */
        record Released() implements Outcome {}

        /** The dead candidate does not hold it: it was left alone. */
        record NotItsOwn() implements Outcome {}

        /** The server could not be asked in time, or refused; the Lease expires. */
        record Failed(String reason) implements Outcome {}
    }

    AbandonedLease(LockStore lock, Identity dead, Clock clock) {
        this.lock = lock;
        this.dead = dead;
        this.clock = clock;
    }

    /** Tries until it is known what became of the Lease, at most until the deadline. */
    Outcome release(Deadline deadline) throws InterruptedException {
        String reason = "there was no time";
        while (!deadline.isOver(clock)) {
            ReadResult read = this.<ReadResult>ask(answer -> lock.read(ATTEMPT, answer))
                    .orElseGet(() -> new ReadResult.Failed(noAnswer()));
            switch (read) {
                case ReadResult.Found(LockSnapshot snapshot)
                when isItsOwn(snapshot.record()) -> {
                    Optional<String> failed = write(snapshot);
                    if (failed.isEmpty()) {
                        return new Outcome.Released();
                    }
                    reason = failed.get();
                }
                case ReadResult.Found other -> {
                    return gone();
                }
                case ReadResult.Missing missing -> {
                    return gone();
                }
                case ReadResult.Failed(Failure failure) -> reason = failure.detail();
            }
            boolean unused = new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return new Outcome.Failed(reason);
    }

    /** After a write whose answer was lost the Lease is not its own any more because of that write. */
    private Outcome gone() {
        return written ? new Outcome.Released() : new Outcome.NotItsOwn();
    }

    private boolean isItsOwn(LockRecord record) {
        return record.holder().equals(dead.holder()) && record.nonce().startsWith(dead.instance() + ".");
    }

    /** Empty when nobody holds the Lease now; else why that is not known. */
    private Optional<String> write(LockSnapshot snapshot) throws InterruptedException {
        LockDraft draft = new LockDraft(
                LockDraft.Purpose.RELEASE,
                "",
                1,
                Times.formatMicros(clock.wallTime()),
                snapshot.record().transitions(),
                Marks.ofNonce(dead.instance() + ".abandoned"));
        WriteResult result = this.<WriteResult>ask(
                        answer -> lock.compareAndSet(Optional.of(snapshot), draft, ATTEMPT, answer))
                .orElseGet(() -> new WriteResult.Unknown(noAnswer()));
        return switch (result) {
            case WriteResult.Applied applied -> Optional.empty();
            case WriteResult.Conflict conflict -> Optional.of("somebody else wrote at the same time");
            case WriteResult.Unknown(Failure failure) -> {
                written = true;
                yield Optional.of(failure.detail());
            }
            case WriteResult.Rejected(Failure failure) -> Optional.of(failure.detail());
        };
    }

    private static Failure noAnswer() {
        return Failure.of(Failure.Kind.UNREACHABLE, "the server did not answer");
    }

    private <T> Optional<T> ask(Consumer<Consumer<T>> request) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        request.accept(answer::complete);
        try {
            return Optional.of(answer.get(ATTEMPT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an answer is a value", impossible);
        }
    }
}
