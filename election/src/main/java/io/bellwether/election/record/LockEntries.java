package io.bellwether.election.record;

import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two entries of a lock as of one revision.
 *
 * @param record empty: the lock does not exist
 * @param term the commit that last began or ended a term; {@link Revision#NONE} when somebody deleted its key, so that
 *     no term stands any more
 */
record LockEntries(Optional<KeyValue> record, Revision term) {

    static final LockEntries NOTHING = new LockEntries(Optional.empty(), Revision.NONE);

    static LockEntries of(LockKeys keys, List<KeyValue> entries) {
        LockEntries lock = NOTHING;
        for (KeyValue entry : entries) {
            lock = lock.with(keys, new WatchEvent.Put(entry, Optional.empty()));
        }
        return lock;
    }

    /** The entries after this event; foreign keys change nothing. */
    LockEntries with(LockKeys keys, WatchEvent event) {
        Optional<KeyValue> now = event instanceof WatchEvent.Put put ? Optional.of(put.current()) : Optional.empty();
        if (event.key().equals(keys.record())) {
            return new LockEntries(now, term);
        }
        return event.key().equals(keys.term())
                ? new LockEntries(record, now.map(KeyValue::modRevision).orElse(Revision.NONE))
                : this;
    }

    /**
     * Whether nothing has changed since a record of this revision was written; a term key that was touched alone is a
     * change.
     */
    boolean areAsOf(LockRevision revision) {
        return record.map(KeyValue::modRevision)
                .filter(written -> LockRevision.of(written.value()).equals(revision))
                .filter(written -> !term.equals(Revision.NONE) && term.compareTo(written) <= 0)
                .isPresent();
    }

    /** What the lock says; throws Jackson's exception when the value is no record. */
    Optional<LockSnapshot> snapshot() {
        return record.map(entry -> {
            ObjectNode json = RecordJson.parse(entry.value());
            return new LockSnapshot(
                    LockRevision.of(entry.modRevision().value()),
                    entry.createRevision().toString(),
                    RecordJson.read(json),
                    OptionalLong.of(term.value()),
                    json);
        });
    }
}
