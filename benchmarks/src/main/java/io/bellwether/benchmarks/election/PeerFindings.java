package io.bellwether.benchmarks.election;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was measured of one peer.
 *
 * @param peer the name of its folder
 * @param resignations graceful handovers between running processes, from the release
 * @param retaken how often the leader that resigned led again before anybody else; not among the handovers
 * @param terminations graceful handovers from a process that ends, from SIGTERM
 * @param kills handovers after SIGKILL, minus the lease duration
 * @param failures why something was not measured, by trial
 */
public record PeerFindings(
        String peer,
        Series resignations,
        int retaken,
        Series terminations,
        Series kills,
        Optional<Overrun> overrun,
        Optional<Traffic> traffic,
        Optional<Footprint> footprint,
        Map<String, String> failures) {

    /** Copies. */
    public PeerFindings {
        failures = new TreeMap<>(failures);
    }
}
