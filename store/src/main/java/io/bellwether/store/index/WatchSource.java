package io.bellwether.store.index;

import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import java.util.List;
import java.util.Optional;

/** Where watches read the commits they deliver: the history in the heap, and behind it perhaps a disk. */
public interface WatchSource {

    /** The oldest revision that a watch may start after. */
    Revision oldest();

    /**
     * The batches right after the revision, each the whole commit, without gaps.
     *
     * <p>Threads: called by the threads of watches; may block on I/O.
     *
     * @param limit the most batches to answer, 1 or more
     * @return no batches when nothing has happened after the revision yet; empty when that revision is forgotten
     */
    Optional<List<WatchBatch>> after(Revision revision, int limit);
}
