package io.bellwether.spring.boot.starter;

import io.bellwether.election.Leadership;

/**
 * Published when a term has begun, on the election's executor; {@link LeaderOnly} methods run after its listeners have
 * returned. Listeners of later events wait for earlier ones, the election waits for none.
 */
public record LeadershipStarted(Leadership leadership) {}
