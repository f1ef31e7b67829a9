package io.bellwether.store.embedded;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.index.Commit;
import io.bellwether.store.index.SortedTree;
import io.bellwether.store.index.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does again what the log says. */
final class Replay {

    private Replay() {}

    /** The logged commit on top of the version right before it; empty when it replaces what is not there. */
    static Optional<Commit> onto(Version version, LogCommit logged) {
        SortedTree tree = version.tree();
        List<WatchEvent> events = new ArrayList<>(logged.changes().size());
        for (LogCommit.Change change : logged.changes()) {
            KeyValue previous = tree.find(change.key());
            if (!change.replaced().equals(previous == null ? Revision.NONE : previous.modRevision())) {
                return Optional.empty();
            }
            if (change.put().isPresent()) {
                KeyValue current = entry(change, change.put().get(), previous, logged.revision());
                tree = tree.with(current);
                events.add(new WatchEvent.Put(current, Optional.ofNullable(previous)));
            } else if (previous != null) {
                tree = tree.without(change.key());
                events.add(new WatchEvent.Delete(previous));
            }
        }
        return Optional.of(new Commit(new Version(logged.revision(), tree), new WatchBatch(logged.revision(), events)));
    }

    /** Shares the key and the revision objects that are already in the heap. */
    private static KeyValue entry(
            LogCommit.Change change, LogCommit.Written put, @Nullable KeyValue previous, Revision revision) {
        Revision created = put.created().equals(revision)
                ? revision
                : previous == null ? put.created() : previous.createRevision();
        return new KeyValue(previous == null ? change.key() : previous.key(), put.value(), created, revision);
    }
}
