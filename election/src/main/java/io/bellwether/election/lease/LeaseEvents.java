package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import java.util.Optional;

/** Takes what a watch of Leases says, one call at a time. */
interface LeaseEvents {

    /** The Lease is there, as it is now. */
    void changed(ApiObject lease);

    /** The Lease is gone; this was its last state, at the revision of the deletion. */
    void deleted(ApiObject lease);

    /** The watch has ended; nothing more comes. */
    void lost(WatchLoss loss);

    /** For the watch of a single Lease. */
    static LeaseEvents to(WatchListener listener) {
        return new LeaseEvents() {
            @Override
            public void changed(ApiObject lease) {
                listener.changed(LeaseObjects.snapshot(lease));
            }

            @Override
            public void deleted(ApiObject lease) {
                listener.deleted(Optional.of(LockRevision.of(lease.resourceVersion())));
            }

            @Override
            public void lost(WatchLoss loss) {
                listener.lost(loss);
            }
        };
    }
}
