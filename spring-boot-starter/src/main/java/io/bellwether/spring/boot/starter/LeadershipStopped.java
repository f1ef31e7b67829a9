package io.bellwether.spring.boot.starter;

import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;

/**
 * Published once for each {@link LeadershipStarted}, when {@link LeaderOnly} methods have returned; the Lease is given
 * back after its listeners have.
 */
public record LeadershipStopped(Leadership leadership, EndReason reason) {}
