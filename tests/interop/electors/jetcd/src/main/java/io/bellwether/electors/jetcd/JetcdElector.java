package io.bellwether.electors.jetcd;

import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * jetcd's election, all of a process on one etcd lease. Its campaign is never revoked, so that the program listens to
 * the keep-alive as well: when that ends, it leads no longer, and begins again with a new lease.
 */
public final class JetcdElector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final Client client;
    private final Set<String> elections = ConcurrentHashMap.newKeySet();
    private final Map<String, LeaderKey> leading = new ConcurrentHashMap<>();
    private volatile long lease;
    private volatile boolean closed;

    private JetcdElector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        this.client = Client.builder().endpoints("http://" + options.server()).build();
        beginSession().join();
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, JetcdElector::new);
    }

    /** Completes when there is a lease; tries until there is one. */
    private CompletableFuture<Void> beginSession() {
        return client.getLeaseClient()
                .grant(options.leaseDuration().toSeconds())
                .thenAccept(granted -> {
                    lease = granted.getID();
                    keepAlive(granted.getID());
                })
                .exceptionallyComposeAsync(failure -> beginSession(), later());
    }

    private void keepAlive(long id) {
        var unused = client.getLeaseClient().keepAlive(id, new StreamObserver<LeaseKeepAliveResponse>() {
            @Override
            public void onNext(LeaseKeepAliveResponse response) {}

            @Override
            public void onError(Throwable failure) {
                lost(id);
            }

            @Override
            public void onCompleted() {
                lost(id);
            }
        });
    }

    private synchronized void lost(long id) {
        if (closed || id != lease) {
            return;
        }
        lease = 0;
        leading.keySet().forEach(events::stopped);
        leading.clear();
        var unused = beginSession().thenRun(() -> elections.forEach(this::campaign));
    }

    private Executor later() {
        return CompletableFuture.delayedExecutor(options.retryPeriod().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void contend(String election) {
        elections.add(election);
        campaign(election);
    }

    private void campaign(String election) {
        long with = lease;
        var unused = client.getElectionClient()
                .campaign(bytes(election), with, bytes(options.identity()))
                .thenAccept(won -> won(election, with, won.getLeader()))
                .whenCompleteAsync(
                        (nothing, failure) -> {
                            if (failure != null) {
                                again(election, with);
                            }
                        },
                        later());
    }

    private synchronized void won(String election, long with, LeaderKey key) {
        if (!closed && with == lease) {
            leading.put(election, key);
            events.started(election);
        }
    }

    private void again(String election, long with) {
        if (!closed && with == lease) {
            campaign(election);
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** The next campaign queues behind all others. */
    @Override
    public void resign(String election) {
        LeaderKey key = leading.remove(election);
        if (key != null) {
            events.stopped(election);
            client.getElectionClient().resign(key).join();
            campaign(election);
        }
    }

    @Override
    public void close() {
        closed = true;
        leading.keySet().forEach(events::stopped);
        // With the lease go all keys that stand on it.
        client.getLeaseClient().revoke(lease).join();
        client.close();
    }
}
