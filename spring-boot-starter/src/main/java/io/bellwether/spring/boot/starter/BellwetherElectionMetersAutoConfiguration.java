package io.bellwether.spring.boot.starter;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.LockStore;
import io.bellwether.election.micrometer.ElectionMeters;
import io.bellwether.execution.Machine;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the election, where there is a registry; their names are those of {@link ElectionMeters}. */
@AutoConfiguration(
        after = BellwetherElectionAutoConfiguration.class,
        afterName = "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, ElectionMeters.class})
@ConditionalOnBean({MeterRegistry.class, LockStore.class, Machine.class})
public class BellwetherElectionMetersAutoConfiguration {

    /** Registers the meters, under the name of the lock. */
    @Bean
    @ConditionalOnMissingBean
    ElectionInstruments bellwetherElectionInstruments(MeterRegistry registry, LockStore lock, Machine machine) {
        ElectionMeters meters = new ElectionMeters(registry, lock.name(), machine.clock());
        return new ElectionInstruments() {
            @Override
            public LockStore measuring(LockStore measured) {
                return meters.measuring(measured);
            }

            @Override
            public ElectionListener measuring(ElectionListener listener) {
                return meters.measuring(listener);
            }

            @Override
            public void of(LeaderElection election) {
                meters.of(election);
            }
        };
    }
}
