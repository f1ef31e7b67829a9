package io.bellwether.election;

import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import java.util.Optional;
import java.util.Queue;

/** Keeps the nonces that a watch delivers. */
record RecordingWatch(Queue<String> nonces) implements WatchListener {

    @Override
    public void changed(LockSnapshot snapshot) {
        nonces.add(snapshot.record().nonce());
    }

    @Override
    public void deleted(Optional<LockRevision> revision) {
        nonces.add("deleted");
    }

    @Override
    public void lost(WatchLoss loss) {
        nonces.add("lost " + loss);
    }
}
