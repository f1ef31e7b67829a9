package io.bellwether.store.embedded;

import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.index.SortedTree;
import io.bellwether.store.index.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does again what the log says, some commits at a time. Threads: one. */
final class Replay {

    private final List<WatchBatch> commits = new ArrayList<>();
    private final SortedTree.Draft draft = new SortedTree.Draft();
    private SortedTree tree;
    private Revision revision;

    Replay(Version before) {
        this.tree = before.tree();
        this.revision = before.revision();
    }

    List<WatchBatch> commits() {
        return commits;
    }

    /** The entries after the commits so far; nothing is added any more after this. */
    Version after() {
        return new Version(revision, tree);
    }

    /** Adds the next commit; false when it replaces what is not there. */
    boolean add(LogCommit logged) {
        List<WatchEvent> events = new ArrayList<>(logged.changes().size());
        for (LogCommit.Change change : logged.changes()) {
            KeyValue previous = tree.find(change.key());
            if (!change.replaced().equals(previous == null ? Revision.NONE : previous.modRevision())) {
                return false;
            }
            if (change.put().isPresent()) {
                KeyValue current = entry(change, change.put().get(), previous, logged.revision());
                tree = tree.with(current, draft);
                events.add(new WatchEvent.Put(current, Optional.ofNullable(previous)));
            } else if (previous != null) {
                tree = tree.without(change.key());
                events.add(new WatchEvent.Delete(previous));
            }
        }
        revision = logged.revision();
        commits.add(new WatchBatch(revision, events));
        return true;
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
