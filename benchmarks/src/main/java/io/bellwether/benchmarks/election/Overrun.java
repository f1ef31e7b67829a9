package io.bellwether.benchmarks.election;

/**
 * How long leaders that were cut off went on leading; negative is safe.
 *
 * @param pastLease from the end of the lease, which began with the last renewal that reached the server
 * @param pastSuccessor from the moment in which the successor began to lead
 * @param never how many still led {@link Blackholes#PATIENCE_LEASES} leases after that moment; they are in neither
 *     series
 */
public record Overrun(Series pastLease, Series pastSuccessor, int never) {}
