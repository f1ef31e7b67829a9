package io.bellwether.store.index;

import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;

/**
 * One commit: what it did and what it left.
 *
 * @param after the entries right after it
 * @param batch its events, in key order, at least one
 */
public record Commit(Version after, WatchBatch batch) {

    /**
     * What a commit in the history costs besides values: the copied nodes of the tree (about 1 KB with 100 000
     * entries), the events and this record.
     */
    private static final long OVERHEAD_BYTES = 1536;

    /** Per event: the event and the entry it supersedes. */
    private static final long EVENT_OVERHEAD_BYTES = 96;

    /** The heap that is kept only because this commit is still in the history. */
    long historyBytes() {
        long bytes = OVERHEAD_BYTES;
        for (WatchEvent event : batch.events()) {
            bytes += EVENT_OVERHEAD_BYTES + supersededBytes(event);
        }
        return bytes;
    }

    private static long supersededBytes(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Put put ->
                put.previous().map(previous -> previous.value().size()).orElse(0);
            case WatchEvent.Delete delete -> delete.previous().value().size();
        };
    }
}
