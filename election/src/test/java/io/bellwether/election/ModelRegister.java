package io.bellwether.election;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The lock of the model: what {@link LockRegister} is, as a value.
 *
 * @param current what it says
 * @param revision of the last change
 * @param token of the last term
 * @param changedAt when it was last written, in ticks of true time
 */
record ModelRegister(Optional<LockSnapshot> current, long revision, long token, int changedAt) {

    static final ModelRegister EMPTY = new ModelRegister(Optional.empty(), 0, 0, 0);

    ReadResult read() {
        return current.<ReadResult>map(ReadResult.Found::new).orElseGet(ReadResult.Missing::new);
    }

    boolean isAt(Optional<LockSnapshot> base) {
        return base.map(LockSnapshot::revision).equals(current.map(LockSnapshot::revision));
    }

    static WriteResult conflict() {
        return new WriteResult.Conflict(Optional.empty());
    }

    ModelRegister written(LockDraft draft, int now) {
        var record = draft.over(current.map(LockSnapshot::record));
        boolean newTerm = current.isEmpty()
                || !current.get().record().holder().equals(record.holder())
                || !current.get().record().acquireTime().equals(record.acquireTime())
                || current.get().record().transitions() != record.transitions();
        long next = newTerm ? token + 1 : token;
        LockSnapshot snapshot =
                new LockSnapshot(LockRevision.of(revision + 1), "u", record, OptionalLong.of(next), "base");
        return new ModelRegister(Optional.of(snapshot), revision + 1, next, now);
    }
}
