package io.bellwether.apiserver.watchcache.core;

import io.bellwether.store.Revision;
import java.util.List;

/**
 * All that one commit did to the objects of one kind.
 *
 * @param changes 1 or more, in key order; the list is copied
 */
public record Commit(Revision revision, List<Change> changes) {

    public Commit {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a commit changes something");
        }
    }

    /** The bytes that keeping this commit keeps from being collected. */
    public long sizeBytes() {
        return changes.stream().mapToLong(Change::sizeBytes).sum();
    }
}
