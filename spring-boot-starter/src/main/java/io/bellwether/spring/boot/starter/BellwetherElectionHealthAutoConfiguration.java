package io.bellwether.spring.boot.starter;

import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Health of the election, where there is Actuator: part of {@code /actuator/health} and of its group {@code liveness},
 * never of {@code readiness}. Off with {@code management.health.leaderelection.enabled=false}.
 */
@AutoConfiguration(
        after = BellwetherElectionAutoConfiguration.class,
        afterName = "org.springframework.boot.actuate.autoconfigure.availability.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(LeaderElection.class)
@ConditionalOnEnabledHealthIndicator("leaderelection")
public class BellwetherElectionHealthAutoConfiguration {

    /** Says what is wrong with the candidate. */
    @Bean
    @ConditionalOnMissingBean(name = "leaderElectionHealthIndicator")
    HealthIndicator leaderElectionHealthIndicator(LeaderElection election, ElectionOptions options) {
        return new ElectionHealth(election, options.timing().leaseDuration());
    }

    /** Adds it to the liveness probe, whose group others make: of equal order, so the later configuration wraps it. */
    @Bean
    static HealthEndpointGroupsPostProcessor bellwetherLivenessPostProcessor() {
        return LivenessGroups::new;
    }
}
