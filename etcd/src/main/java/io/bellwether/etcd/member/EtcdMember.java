package io.bellwether.etcd.member;

import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A supervised member of an etcd cluster, for its whole life: founds the cluster with others or joins it, restarts,
 * replaces its data when that is lost, and, when it is beside the leader, looks after the membership.
 *
 * <p>Threads: {@link #start} and {@link #close} from any thread. One task of the machine's executor supervises; short
 * ones beside it ask the members. The listener is called from the supervising one and must not block.
 *
 * <p>Errors: {@link MemberException} at the start for what a person must change; later through {@code ended}.
 */
public final class EtcdMember implements Lifecycle {

    /** For the last round and etcd's orderly end. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final Machine machine;
    private final Supervisor supervisor;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final AtomicReference<MemberView> view = new AtomicReference<>(MemberView.NONE);
    private final Consumer<RuntimeException> failed;

    /**
     * Prepares a member; nothing happens before {@link #start}.
     *
     * @param discovery where the cluster's nodes meet
     * @param http to the members where they are not secured; each request sets its deadline
     * @param listener told in words of what a person may wait for
     * @param failed called at most once, when the member cannot go on
     */
    public EtcdMember(
            MemberOptions options,
            Machine machine,
            Discovery discovery,
            HttpClient http,
            Consumer<String> listener,
            Consumer<RuntimeException> failed) {
        Duration patience = options.etcd().electionTimeout();
        this.machine = machine;
        this.failed = failed;
        Optional<NodeIdentity> identity = options.security()
                .map(security -> new NodeIdentity(security, options.hosts(), options.tlsDir(), machine.random()));
        HttpClient toEtcd = HttpToMembers.of(identity, http, patience, machine.executor());
        this.supervisor = new Supervisor(
                options,
                machine,
                new EtcdClient(toEtcd, patience),
                new MaintenanceClient(toEtcd),
                discovery,
                identity,
                new Rounds(view::set),
                listener);
    }

    /** The last round; safe from any thread. */
    public MemberView view() {
        return view.get();
    }

    @Override
    public void start() {
        machine.executor().execute(() -> {
            try {
                supervisor.run();
            } catch (RuntimeException ending) {
                failed.accept(ending);
            } finally {
                ended.complete(true);
            }
        });
    }

    /** Ends etcd in order and then the supervision; returns when both have ended, at the latest after 30 seconds. */
    @Override
    public void close() {
        supervisor.stop();
        try {
            boolean unused = ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            // The guard of the process ends it when this program does.
            return;
        } catch (ExecutionException never) {
            throw new IllegalStateException("it is only ever completed with a value", never);
        }
    }
}
