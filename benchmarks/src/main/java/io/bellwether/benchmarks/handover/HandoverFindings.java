package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.http.Samples;
import io.bellwether.benchmarks.system.Machine;

/**
 * What a run has measured.
 *
 * @param termToCommand from SIGTERM to the leader to the first word of the successor's command
 * @param releaseToAcquisition from the commit of the release to the commit of the acquisition, as a watch sees them
 * @param resignToStarted the same in a JVM that has run for a while: from the call of resign to the successor's
 *     listener
 * @param resignToAcquisition there too: from the commit of the release to the commit of the acquisition
 * @param killToCommand from SIGKILL to the leader to the first word of the successor's command
 */
public record HandoverFindings(
        Machine machine,
        long leaseMillis,
        Distribution termToCommand,
        Distribution releaseToAcquisition,
        Distribution resignToStarted,
        Distribution resignToAcquisition,
        Distribution killToCommand) {

    /** Percentiles, in milliseconds. */
    public record Distribution(int count, double p50Millis, double p90Millis, double p99Millis, double maxMillis) {

        static Distribution of(Samples samples) {
            return new Distribution(
                    samples.size(),
                    samples.percentileMillis(50),
                    samples.percentileMillis(90),
                    samples.percentileMillis(99),
                    samples.percentileMillis(100));
        }
    }
}
