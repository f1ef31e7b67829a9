package io.bellwether.tests.linear;

import io.bellwether.tests.linear.FaultyProxy.Connection;
import io.bellwether.tests.linear.FaultyProxy.Fault;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Breaks connections and crashes the server, and ends the run once enough was called.
 *
 * <p>Threads: run by one.
 */
record Mischief(Site site, FaultyProxy proxy, RandomGenerator random, Run run, Journal journal, Extent extent)
        implements Run.Task {

    private static final long PAUSE_MILLIS = 2;

    /** Faults are counted in calls, not in seconds, so that a slow machine has no more of them than it can bear. */
    private static final int CALLS_PER_FAULT = 20;

    /**
     * How long a run is.
     *
     * @param workers who lead nothing
     * @param calls at least that many, about evenly between the crashes
     * @param crashes of the server
     */
    record Extent(int workers, int calls, int crashes) {}

    @Override
    public void call() throws Exception {
        int crashes = 0;
        long nextFault = 0;
        while (run.goesOn()) {
            run.pause(PAUSE_MILLIS);
            long calls = journal.size();
            if (calls >= (long) extent.calls() * (crashes + 1) / (extent.crashes() + 1)) {
                if (crashes == extent.crashes()) {
                    run.stop();
                    return;
                }
                site.crash();
                crashes++;
            } else if (calls >= nextFault) {
                nextFault = calls + 5 + random.nextInt(CALLS_PER_FAULT);
                annoy(proxy.connections());
            }
        }
    }

    private void annoy(List<Connection> connections) {
        if (connections.isEmpty()) {
            return;
        }
        Connection one = connections.get(random.nextInt(connections.size()));
        switch (random.nextInt(8)) {
            case 0 -> one.cut();
            case 1, 2 -> one.inject(Fault.CUT_IN_REQUEST);
            case 3, 4 -> one.inject(Fault.CUT_BEFORE_ANSWER);
            case 5, 6 -> one.inject(Fault.HOLD_UP_ANSWER);
            default -> connections.forEach(connection -> connection.inject(Fault.CUT_BEFORE_ANSWER));
        }
    }
}
