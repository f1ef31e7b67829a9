package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The leader is cut off: its connections stay open, and nothing passes. Its lease ends one lease duration after the
 * last renewal that reached the server; how long it goes on leading is its overrun, and a negative one is safe.
 *
 * <p>Threads: one caller.
 */
final class Blackholes {

    /** The longest wait for a leader to stop, in leases. */
    static final int PATIENCE_LEASES = 3;

    /** More than a request that has passed the proxy takes to be committed. */
    private static final Duration SETTLING = Duration.ofMillis(50);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Fleet fleet;
    private final List<Double> overruns = new ArrayList<>();
    private final List<Double> overlaps = new ArrayList<>();
    private int never;

    Blackholes(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Cuts so many leaders off, one after the other. */
    Overrun run(int times) throws IOException {
        for (int time = 0; time < times; time++) {
            fleet.rest();
            cutOff(fleet.leader());
        }
        return new Overrun(new Series(overruns), new Series(overlaps), never);
    }

    private void cutOff(Elector leader) throws IOException {
        Settings settings = fleet.launch().settings();
        int mark = fleet.log().mark();
        leader.proxy().freeze();
        LockSupport.parkNanos(SETTLING.toNanos());
        long renewed = fleet.launch()
                .backend()
                .lastRenewalNanos(fleet.launch().election(), leader.identity())
                .orElseGet(() -> leader.proxy().lastForwardedNanos());
        Event successor = fleet.awaitSuccessor(mark, LIMIT);
        Optional<Event> stopped = fleet.log()
                .find(
                        mark,
                        settings.lease().multipliedBy(PATIENCE_LEASES),
                        event -> event.is(leader.identity(), What.STOPPED));
        if (stopped.isPresent()) {
            long stop = stopped.get().atNanos();
            overruns.add(Series.millis(stop - renewed - settings.lease().toNanos()));
            overlaps.add(Series.millis(stop - successor.atNanos()));
        } else {
            never++;
        }
        fleet.replace(leader);
    }
}
