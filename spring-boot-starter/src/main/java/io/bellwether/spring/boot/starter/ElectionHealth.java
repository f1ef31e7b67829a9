package io.bellwether.spring.boot.starter;

import io.bellwether.election.ElectionStatus;
import io.bellwether.election.LeaderElection;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * DOWN when this application leads and cannot renew, or when it hears nothing of the Lease and could not follow: a
 * restart may help. UP on a standby, and while nobody leads, which a restart of this application does not change.
 */
record ElectionHealth(LeaderElection election, Duration leaseDuration) implements HealthIndicator {

    /** For how many lease durations a standby may hear nothing. */
    private static final int PATIENCE = 4;

    @Override
    public Health health() {
        ElectionStatus status = election.status();
        ElectionStatus.Health found = status.health(leaseDuration.multipliedBy(PATIENCE));
        Health.Builder answer = switch (found) {
            case WELL, LEADERLESS -> Health.up();
            case OVERDUE, BLIND -> Health.down();
        };
        return answer.withDetail("state", found.name())
                .withDetail("stage", status.stage().name())
                .withDetail("leader", election.observedLeader().orElse(""))
                .build();
    }
}
