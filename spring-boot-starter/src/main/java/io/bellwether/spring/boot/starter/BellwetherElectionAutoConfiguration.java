package io.bellwether.spring.boot.starter;

import io.bellwether.client.ClientConfig;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.LockStore;
import io.bellwether.election.LossPolicy;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The beans of an election over a Lease.
 *
 * <p>Shape: what an application declares itself is taken instead: a {@link LockStore} for another lock, a
 * {@link LossPolicy}, {@link ElectionOptions}, a {@link Machine}, or the {@link LeaderElection}. Every
 * {@link ElectionListener} that is a bean hears the election. Off with {@code bellwether.election.enabled=false}:
 * {@link LeaderOnly} methods then run like any other.
 */
@AutoConfiguration
@EnableConfigurationProperties(ElectionProperties.class)
@ConditionalOnProperty(prefix = "bellwether.election", name = "enabled", havingValue = "true", matchIfMissing = true)
public class BellwetherElectionAutoConfiguration {

    /** What is closed once the election has finished. */
    @Bean
    ElectionResources bellwetherElectionResources() {
        return new ElectionResources();
    }

    /** Threads and timers of the election alone. */
    @Bean
    @ConditionalOnMissingBean
    Machine bellwetherMachine(ElectionResources resources) {
        RealMachine real = RealMachine.open("bellwether-election");
        resources.onClose(real::close);
        return real.machine();
    }

    /** The server that holds the Lease, unless the lock is something else. */
    @Bean
    @ConditionalOnMissingBean({ClientConfig.class, LockStore.class})
    ClientConfig bellwetherClientConfig(ElectionProperties properties, Environment environment) {
        return ServerSearch.find(properties, environment);
    }

    /** The Lease. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(LockStore.class)
    LeaseLock bellwetherLeaseLock(
            ElectionProperties properties,
            ClientConfig server,
            Machine machine,
            Environment environment,
            ElectionResources resources) {
        String application = environment.getProperty("spring.application.name", "");
        String lease = properties.lease().isEmpty() ? application : properties.lease();
        if (lease.isEmpty()) {
            throw new IllegalArgumentException(
                    "bellwether.election.lease is empty: set it, or spring.application.name, to the name of the Lease");
        }
        String namespace = properties.namespace().isEmpty() ? server.namespace() : properties.namespace();
        LeaseLock lock = LeaseLock.of(server, application.isEmpty() ? lease : application, namespace, lease, machine);
        resources.onClose(lock::close);
        return lock;
    }

    /** What follows a loss. Closing the application is a task of its own: it waits for the election to end. */
    @Bean
    @ConditionalOnMissingBean
    LossPolicy bellwetherLossPolicy(
            ElectionProperties properties, ConfigurableApplicationContext application, Machine machine) {
        return switch (properties.onLoss()) {
            case RECAMPAIGN -> new LossPolicy.Recampaign();
            case CLOSE -> new LossPolicy.Close();
            case CLOSE_APPLICATION ->
                new LossPolicy.Exit(1, code -> machine.executor().execute(application::close));
        };
    }

    /** How this application takes part; its listener is added later. */
    @Bean
    @ConditionalOnMissingBean
    ElectionOptions bellwetherElectionOptions(
            ElectionProperties properties, LossPolicy onLoss, Environment environment) {
        String host = environment.getProperty("HOSTNAME", ServerSearch.hostName());
        return ElectionOptions.candidate(properties.identity().isEmpty() ? host : properties.identity())
                .withTiming(properties.timing())
                .onLoss(onLoss);
    }

    /** Counts those who work as the leader. */
    @Bean
    @ConditionalOnMissingBean
    LeaderGate bellwetherLeaderGate() {
        return new LeaderGate();
    }

    /** The candidate. */
    @Bean
    @ConditionalOnMissingBean
    LeaderElection bellwetherElection(
            LockStore lock,
            Machine machine,
            ElectionOptions options,
            ApplicationEventPublisher events,
            ObjectProvider<ElectionListener> listeners,
            ObjectProvider<ElectionInstruments> instruments,
            ElectionResources resources) {
        ElectionListener all = ElectionListener.all(
                Stream.concat(Stream.of(options.listener(), new EventPublisher(events)), listeners.orderedStream())
                        .toArray(ElectionListener[]::new));
        Optional<ElectionInstruments> measured = Optional.ofNullable(instruments.getIfAvailable());
        LeaderElection election = new LeaderElection(
                measured.map(present -> present.measuring(lock)).orElse(lock),
                machine,
                options.withListener(
                        measured.map(present -> present.measuring(all)).orElse(all)));
        measured.ifPresent(present -> present.of(election));
        resources.usedBy(election);
        return election;
    }

    /** Starts and stops the candidate with the application. */
    @Bean
    @ConditionalOnMissingBean
    ElectionLifecycle bellwetherElectionLifecycle(LeaderElection election, LeaderGate gate) {
        return new ElectionLifecycle(election, gate);
    }

    /** For whoever wants to know. */
    @Bean
    @ConditionalOnMissingBean
    CurrentTerm bellwetherCurrentTerm(LeaderElection election) {
        return election::current;
    }

    /** Guards the methods. */
    @Bean
    static LeaderOnlyAdvisor bellwetherLeaderOnlyAdvisor(ObjectProvider<LeaderGate> gate) {
        return new LeaderOnlyAdvisor(gate::getObject);
    }
}
