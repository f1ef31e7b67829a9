package io.bellwether.store;

import java.util.List;

/** The answer to {@link Store#range}. */
public sealed interface RangeResult {

    /**
     * A consistent cut.
     *
     * @param entries in key order, at most the limit asked for
     * @param remaining how many more entries the range had beyond these at that revision; 0: none
     * @param revision the revision of the cut: the one asked for, else the current one
     */
    record Entries(List<KeyValue> entries, long remaining, Revision revision) implements RangeResult {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** That revision is forgotten; the oldest one that can be read is given. */
    record Compacted(Revision oldest) implements RangeResult {}

    /** That revision has not happened yet. */
    record Future(Revision current) implements RangeResult {}
}
