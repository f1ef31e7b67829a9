package io.bellwether.election;

import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import java.util.Optional;

/** Takes what the watch of a lock delivers, one call at a time; no method blocks. */
public interface WatchListener {

    /** The lock is now at this version. */
    void changed(LockSnapshot snapshot);

    /** The lock was deleted; the revision is that of the deletion, where known. */
    void deleted(Optional<LockRevision> revision);

    /** The watch has ended; nothing more is delivered. */
    void lost(WatchLoss loss);
}
