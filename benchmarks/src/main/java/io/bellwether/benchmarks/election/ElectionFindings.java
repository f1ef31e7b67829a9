package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Machine;
import java.util.List;

/**
 * What a run has measured.
 *
 * @param leaseMillis of the handovers
 * @param electKills from SIGKILL to {@code bellwether elect} to the first word of the successor's command
 * @param minutes that the run took
 */
public record ElectionFindings(
        Machine machine, long leaseMillis, List<PeerFindings> peers, Series electKills, long minutes) {

    /** Copies. */
    public ElectionFindings {
        peers = List.copyOf(peers);
    }

    /** Of this project's library. */
    PeerFindings ours() {
        return peers.stream()
                .filter(one -> one.peer().equals(Peer.BELLWETHER.folder()))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("ours was not measured"));
    }
}
