package io.bellwether.store;

import java.util.List;

/**
 * All that one commit did within the watched range, or mere progress.
 *
 * @param revision everything up to here has now been delivered
 * @param events in key order; empty: commits up to this revision did not touch the range (such batches may be merged
 *     into a later one)
 */
public record WatchBatch(Revision revision, List<WatchEvent> events) {
    public WatchBatch {
        events = List.copyOf(events);
    }
}
