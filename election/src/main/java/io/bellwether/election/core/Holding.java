package io.bellwether.election.core;

/**
 * A term and what keeps it valid.
 *
 * @param term which
 * @param acknowledged the last write known to be in force
 * @param validUntilNanos when the belief to lead ends unless a later write is acknowledged
 */
public record Holding(Term term, OwnWrite acknowledged, long validUntilNanos) {}
