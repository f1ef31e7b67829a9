package io.bellwether.benchmarks.election;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What has been measured of one peer so far.
 *
 * <p>Threads: each trial sets its own, also while another one runs; whoever reads has waited for all of them.
 */
final class Measured {

    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private Series resignations = Series.NONE;
    private int retaken;
    private Series terminations = Series.NONE;
    private Series kills = Series.NONE;
    private Optional<Overrun> overrun = Optional.empty();
    private Optional<Traffic> traffic = Optional.empty();
    private Optional<Footprint> footprint = Optional.empty();

    void resignations(Series found, int timesRetaken) {
        resignations = found;
        retaken = timesRetaken;
    }

    void terminations(Series found) {
        terminations = found;
    }

    void kills(Series found) {
        kills = found;
    }

    void overrun(Overrun found) {
        overrun = Optional.of(found);
    }

    void traffic(Traffic found) {
        traffic = Optional.of(found);
    }

    void footprint(Footprint found) {
        footprint = Optional.of(found);
    }

    void failed(String trial, String why) {
        failures.put(trial, why);
    }

    PeerFindings findings(Peer peer) {
        return new PeerFindings(
                peer.folder(), resignations, retaken, terminations, kills, overrun, traffic, footprint, failures);
    }
}
