package io.bellwether.store.index;

import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.util.Optional;

/**
 * One commit in the history.
 *
 * @param after the entries right after it, when it was the last of those published together
 */
record Slot(WatchBatch batch, Optional<Version> after) {

    /** What a commit costs besides values and events: this record, the batch, its share of the ring. */
    private static final long OVERHEAD_BYTES = 160;

    /** Per event: the event, the entry it supersedes, and, at worst, a copy of a leaf and of the nodes above it. */
    private static final long EVENT_OVERHEAD_BYTES = 1024;

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
