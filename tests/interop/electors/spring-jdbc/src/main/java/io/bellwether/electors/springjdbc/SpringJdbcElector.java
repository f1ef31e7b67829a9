package io.bellwether.electors.springjdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.leader.AbstractCandidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Spring Integration's leader initiator on its JDBC lock, without a container: the lock lives as long as the lease, the
 * heartbeat is the retry period, and the database connection gives up after the renew deadline, without which a leader
 * that is cut off would wait for ever.
 */
public final class SpringJdbcElector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final HikariDataSource source;
    private final JdbcLockRegistry registry;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, LockRegistryLeaderInitiator> running = new ConcurrentHashMap<>();

    private SpringJdbcElector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        this.source = source(options);
        DefaultLockRepository repository = new DefaultLockRepository(source, options.identity());
        repository.setTransactionManager(new JdbcTransactionManager(source));
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        repository.start();
        this.registry = new JdbcLockRegistry(repository, options.leaseDuration());
    }

    private static HikariDataSource source(ElectorOptions options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:tcp://" + options.server() + "/" + DatabaseServer.DATABASE + ";NETWORK_TIMEOUT="
                + options.renewDeadline().toMillis());
        config.setUsername(DatabaseServer.USER);
        config.setConnectionTimeout(options.renewDeadline().toMillis());
        return new HikariDataSource(config);
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, SpringJdbcElector::new);
    }

    @Override
    public void contend(String lease) {
        LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(registry, candidate(lease));
        initiator.setTaskExecutor(new TaskExecutorAdapter(threads));
        initiator.setHeartBeatMillis(options.retryPeriod().toMillis());
        running.put(lease, initiator);
        initiator.start();
    }

    private AbstractCandidate candidate(String lease) {
        return new AbstractCandidate(options.identity(), lease) {
            @Override
            public void onGranted(Context context) {
                events.started(lease);
            }

            @Override
            public void onRevoked(Context context) {
                events.stopped(lease);
            }
        };
    }

    @Override
    public void resign(String lease) {
        LockRegistryLeaderInitiator initiator = running.get(lease);
        if (initiator != null) {
            initiator.stop();
            options.standBack();
            initiator.start();
        }
    }

    @Override
    public void close() {
        running.values().forEach(LockRegistryLeaderInitiator::destroy);
        // What is cancelled unlocks in its own thread, which needs a connection for that.
        threads.shutdown();
        try {
            var unused = threads.awaitTermination(options.renewDeadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
