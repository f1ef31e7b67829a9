package io.bellwether.store.contract;

import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import java.util.List;

/**
 * How far a watch came.
 *
 * @param delivered the batches with events
 * @param upTo where it stopped
 */
record WatchOutcome(List<WatchBatch> delivered, Revision upTo) {

    static WatchOutcome await(RecordingListener listener, Revision goal) {
        List<WatchBatch> delivered = listener.awaitRevisionOrEnd(goal);
        Revision upTo = listener.end()
                .map(end -> switch (end) {
                    case WatchEnd.Overflow overflow -> overflow.delivered();
                    case WatchEnd.Compacted ignored -> throw new AssertionError("a watch ended with " + end);
                    case WatchEnd.Failed ignored -> throw new AssertionError("a watch ended with " + end);
                    case WatchEnd.Closed ignored -> throw new AssertionError("a watch ended with " + end);
                })
                .orElse(goal);
        return new WatchOutcome(delivered, upTo);
    }

    List<WatchBatch> upTo(List<WatchBatch> batches) {
        return batches.stream().filter(batch -> !batch.revision().isAfter(upTo)).toList();
    }
}
