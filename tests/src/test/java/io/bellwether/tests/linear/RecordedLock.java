package io.bellwether.tests.linear;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A candidate's lock, which notes what the candidate does to the token and sees of it. A renewal that succeeded has
 * seen the token; one that did not has done nothing to it.
 *
 * <p>Threads: safe from any thread.
 *
 * @param object the register that the Lease guards
 */
record RecordedLock(LockStore lock, String object, String candidate, Journal journal) implements LockStore {

    @Override
    public String name() {
        return lock.name();
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        Journal.Entry entry = journal.begin(object, candidate, new Action.ReadToken());
        lock.read(timeout, result -> {
            switch (result) {
                case ReadResult.Found(LockSnapshot snapshot) -> entry.end(token(snapshot));
                case ReadResult.Missing missing -> entry.end(new Outcome.Token(0));
                case ReadResult.Failed failed -> entry.withdraw();
            }
            answer.accept(result);
        });
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        boolean isRenewal = draft.purpose() == Purpose.RENEW;
        Journal.Entry entry =
                journal.begin(object, candidate, isRenewal ? new Action.ReadToken() : new Action.HandOver());
        lock.compareAndSet(base, draft, timeout, result -> {
            switch (result) {
                case WriteResult.Applied(LockSnapshot snapshot) when isRenewal -> entry.end(token(snapshot));
                case WriteResult.Applied(LockSnapshot snapshot) -> entry.end(handedOver(snapshot));
                case WriteResult.Unknown unknown when isRenewal -> entry.withdraw();
                case WriteResult.Unknown unknown -> entry.end(new Outcome.Unknown(Register.UNSEEN));
                case WriteResult.Conflict conflict -> entry.withdraw();
                case WriteResult.Rejected rejected -> entry.withdraw();
            }
            answer.accept(result);
        });
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        return lock.watch(after, listener);
    }

    private static Outcome handedOver(LockSnapshot snapshot) {
        return new Outcome.HandedOver(
                snapshot.token().value(), snapshot.revision().order());
    }

    private static Outcome token(LockSnapshot snapshot) {
        return new Outcome.Token(snapshot.token().value());
    }
}
