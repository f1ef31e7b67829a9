package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Handovers of a fleet. A clock ends with the instant that the successor itself took when its library told it that it
 * leads; where it starts is said at each.
 *
 * <p>Threads: one caller.
 */
final class Handovers {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int RETAKEN_LIMIT = 20;

    private final Fleet fleet;
    private int retaken;

    Handovers(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * The leader gives up and stays a candidate, so that all run on warm code: from the instant that it took right
     * before it called its library.
     */
    Series resignations(int times) {
        return resignations(times, fleet::rest);
    }

    /** So many resignations right after each other, which count for nothing: every process has then led often. */
    void warmUp(int times) {
        Series unused = resignations(times, () -> {});
        retaken = 0;
    }

    private Series resignations(int times, Runnable rest) {
        List<Double> millis = new ArrayList<>();
        while (millis.size() < times) {
            rest.run();
            int mark = fleet.log().mark();
            Elector leader = fleet.leader();
            leader.resign();
            Event releasing = awaitOf(leader, mark, What.RELEASING);
            Event started = fleet.awaitLeader(mark, LIMIT);
            if (started.identity().equals(leader.identity())) {
                retaken();
            } else {
                millis.add(Series.millis(started.atNanos() - releasing.atNanos()));
            }
            awaitOf(leader, mark, What.READY);
        }
        return new Series(millis);
    }

    /** It leads again before anybody else: no handover. */
    private void retaken() {
        retaken++;
        if (retaken > RETAKEN_LIMIT) {
            throw new BenchmarkException("a leader that resigned led again for the " + retaken + "th time");
        }
    }

    int timesRetaken() {
        return retaken;
    }

    private Event awaitOf(Elector elector, int mark, What what) {
        return fleet.log()
                .await(mark, LIMIT, elector.identity() + " " + what, event -> event.is(elector.identity(), what));
    }

    /** The leader's process is asked to end, and a new one takes its place: from the sending of SIGTERM. */
    Series terminations(int times) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            fleet.rest();
            int mark = fleet.log().mark();
            Elector leader = fleet.leader();
            long sent = leader.terminate();
            millis.add(Series.millis(fleet.awaitSuccessor(mark, LIMIT).atNanos() - sent));
            leader.awaitEnd();
            fleet.replace(leader);
        }
        return new Series(millis);
    }

    /** The leader's process is killed: from the sending of SIGKILL, and minus the lease duration. */
    Series kills(int times) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            fleet.rest();
            int mark = fleet.log().mark();
            Elector leader = fleet.leader();
            long sent = leader.kill();
            long handover = fleet.awaitSuccessor(mark, LIMIT).atNanos() - sent;
            millis.add(
                    Series.millis(handover - fleet.launch().settings().lease().toNanos()));
            fleet.replace(leader);
        }
        return new Series(millis);
    }
}
