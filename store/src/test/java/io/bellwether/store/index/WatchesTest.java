package io.bellwether.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Threads;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import io.bellwether.store.contract.RecordingListener;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a source can do to a watch. */
final class WatchesTest {

    @Test
    void watch_sourceThatCannotBeRead_endsClosedWithTheReason() {
        RecordingListener listener = new RecordingListener();
        WatchSource unreadable = new WatchSource() {
            @Override
            public Revision oldest() {
                return Revision.NONE;
            }

            @Override
            public Optional<List<WatchBatch>> after(Revision revision, int limit) {
                throw new StoreException(StoreException.Reason.FAILED, "the disk cannot be read", null);
            }
        };

        Watches watches = new Watches(unreadable, Threads.virtual("test-watch"));
        watches.open(KeyRange.ALL, Revision.NONE, listener);

        assertThat(listener.awaitEnd()).isEqualTo(new WatchEnd.Closed("the disk cannot be read"));
        assertThat(watches.count()).isZero();
    }
}
