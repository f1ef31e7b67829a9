package io.bellwether.election.contract;

import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Records what a watch delivers.
 *
 * <p>Threads: written by the watch, read by the test.
 */
public final class WatchTape implements WatchListener {

    /** The entry of a deletion. */
    public static final String DELETED = "deleted";

    private final BlockingQueue<String> entries = new LinkedBlockingQueue<>();

    /** The entry of this version. */
    public static String entry(LockSnapshot snapshot) {
        return "changed: " + snapshot.revision().text() + " of " + snapshot.uid() + ", token " + snapshot.stampedToken()
                + ", " + snapshot.record();
    }

    @Override
    public void changed(LockSnapshot snapshot) {
        entries.add(entry(snapshot));
    }

    @Override
    public void deleted(Optional<LockRevision> revision) {
        entries.add(DELETED);
    }

    @Override
    public void lost(WatchLoss loss) {
        entries.add("lost: " + loss);
    }

    /** The next entry; says so when there is none within 20 s. */
    public String next() {
        try {
            String entry = entries.poll(20, TimeUnit.SECONDS);
            return entry == null ? "nothing within 20 s" : entry;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** How many entries have not been taken. */
    public int waiting() {
        return entries.size();
    }
}
