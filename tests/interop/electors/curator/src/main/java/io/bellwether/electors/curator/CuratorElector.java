package io.bellwether.electors.curator;

import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.RetryForever;

/** Curator's leader latch: all latches of a process over one session, whose time-out is the lease. */
public final class CuratorElector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final CuratorFramework client;
    private final Map<String, LeaderLatch> running = new ConcurrentHashMap<>();

    private CuratorElector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        this.client = CuratorFrameworkFactory.builder()
                .connectString(options.server())
                .sessionTimeoutMs((int) options.leaseDuration().toMillis())
                .connectionTimeoutMs((int) options.renewDeadline().toMillis())
                .retryPolicy(new RetryForever((int) options.retryPeriod().toMillis()))
                .build();
        client.start();
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, CuratorElector::new);
    }

    @Override
    public void contend(String lease) {
        LeaderLatch latch = new LeaderLatch(client, "/elections/" + lease, options.identity(), CloseMode.NOTIFY_LEADER);
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                events.started(lease);
            }

            @Override
            public void notLeader() {
                events.stopped(lease);
            }
        });
        running.put(lease, latch);
        try {
            latch.start();
        } catch (Exception e) {
            throw new IllegalStateException("cannot contend for " + lease, e);
        }
    }

    /** A latch serves for one term; the next one queues behind all others. */
    @Override
    public void resign(String lease) {
        LeaderLatch latch = running.get(lease);
        if (latch != null) {
            close(latch);
            contend(lease);
        }
    }

    @Override
    public void close() {
        running.values().forEach(CuratorElector::close);
        client.close();
    }

    private static void close(LeaderLatch latch) {
        try {
            latch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
