package io.bellwether.spring.boot.starter;

import java.util.Optional;

/**
 * Published when another holder of the Lease was seen.
 *
 * @param holder empty when nobody holds it
 */
public record LeadershipChanged(Optional<String> holder) {}
