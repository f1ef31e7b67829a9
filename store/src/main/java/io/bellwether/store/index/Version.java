package io.bellwether.store.index;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import java.util.List;
import java.util.Optional;

/** The live entries as of one revision: immutable, whatever is written later. */
public record Version(Revision revision, SortedTree tree) {

    /** The store before its first commit. */
    public static final Version NOTHING = new Version(Revision.NONE, SortedTree.EMPTY);

    /** The entry of the key at this revision. */
    public Optional<KeyValue> get(Key key) {
        return tree.get(key);
    }

    /** The range at this revision, at most {@code limit} entries; 0: all. */
    public RangeResult.Entries range(KeyRange range, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is 0 (none) or more, not " + limit);
        }
        List<KeyValue> entries = tree.entries(range, limit);
        long remaining =
                limit == 0 || entries.size() < limit ? 0 : tree.stats(range).count() - entries.size();
        return new RangeResult.Entries(entries, remaining, revision);
    }
}
