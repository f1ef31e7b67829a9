package io.bellwether.election.record;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write of a lock: what to ask of the store, and what it makes.
 *
 * @param base the version that is replaced
 * @param record what is to be said
 * @param json the same as it is kept
 */
record RecordWrite(LockKeys keys, Optional<LockSnapshot> base, LockRecord record, ObjectNode json) {

    static RecordWrite of(LockKeys keys, Optional<LockSnapshot> base, LockDraft draft) {
        LockRecord record = draft.over(base.map(LockSnapshot::record));
        ObjectNode before =
                base.map(snapshot -> (ObjectNode) snapshot.base()).orElseGet(JsonNodeFactory.instance::objectNode);
        return new RecordWrite(keys, base, record, RecordJson.write(before, record));
    }

    Txn txn() {
        Revision expected =
                base.map(snapshot -> new Revision(snapshot.revision().order())).orElse(Revision.NONE);
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation.Put(keys.record(), RecordJson.bytes(json)));
        if (movesTerm()) {
            operations.add(new Operation.Put(keys.term(), Bytes.utf8(record.holder())));
        }
        return new Txn(List.of(new Compare(keys.record(), expected)), operations);
    }

    /** What the write has made, given the revision of its commit. */
    LockSnapshot made(Revision revision) {
        long token = movesTerm()
                ? revision.value()
                : base.orElseThrow().stampedToken().orElseThrow();
        String uid = base.map(LockSnapshot::uid).orElseGet(revision::toString);
        return new LockSnapshot(LockRevision.of(revision.value()), uid, record, OptionalLong.of(token), json);
    }

    /** Whether a term begins or ends; a renewal leaves the token alone, and fenced writes undisturbed. */
    private boolean movesTerm() {
        if (base.isEmpty()) {
            return true;
        }
        LockRecord before = base.get().record();
        return !before.holder().equals(record.holder())
                || !before.acquireTime().equals(record.acquireTime())
                || before.transitions() != record.transitions();
    }
}
