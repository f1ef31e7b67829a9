package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A Kubernetes Lease as the lock, over a connection of its own.
 *
 * <p>Shape: understood by client-go's candidates and understanding theirs. Where the server is ours it stamps a fencing
 * token on the Lease; elsewhere the resource version of the acquiring write is the token. Permissions: get, create and
 * update on the Lease; watch, where granted, makes handovers immediate.
 *
 * <p>Threads: safe from any thread; requests run on the machine's executor, one blocked task each.
 *
 * <p>Errors: outcomes are values. After a request that timed out the connections are dropped, so that the next one does
 * not wait behind a dead one; one that only waited for its connection leaves it to the next.
 */
public final class LeaseLock implements LockStore, AutoCloseable {

    static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");

    private final ApiClient client;
    private final Machine machine;
    private final ResourcePath path;
    private final Watching watching;
    private final Runnable onClose;
    private final Optional<LeaseOwner> owner;

    private LeaseLock(
            ApiClient client,
            Machine machine,
            ResourcePath path,
            Watching watching,
            Runnable onClose,
            Optional<LeaseOwner> owner) {
        this.client = client;
        this.machine = machine;
        this.path = path;
        this.watching = watching;
        this.onClose = onClose;
        this.owner = owner;
    }

    /** How the Lease is watched: by itself, or together with others. */
    @FunctionalInterface
    interface Watching {
        Watch watch(ResourcePath path, Optional<LockRevision> after, WatchListener listener);
    }

    /**
     * The lock that is the named Lease; nothing is sent yet, and the Lease need not exist.
     *
     * @param program names the program in the server's log
     */
    public static LeaseLock of(ClientConfig config, String program, String namespace, String name, Machine machine) {
        ApiClient client =
                new ApiClient(config, ClientOptions.forElection(program), machine.clock(), machine.executor());
        return new LeaseLock(
                client,
                machine,
                ResourcePath.object(LEASES, namespace, name),
                (path, after, listener) -> watchAlone(client, machine, path, after, listener),
                client::close,
                Optional.empty());
    }

    /** One of several that share a connection and a watch; closing it closes nothing. */
    static LeaseLock shared(ApiClient client, ResourcePath path, Machine machine, Watching watching) {
        return new LeaseLock(client, machine, path, watching, () -> {}, Optional.empty());
    }

    /**
     * The same lock over the same connection; while it is held through this one, the Lease belongs to that object and
     * is deleted with it. Released, or held by anybody else of ours, it does not any more.
     *
     * <p>Source: election §5.6.
     */
    public LeaseLock ownedBy(LeaseOwner object) {
        return new LeaseLock(client, machine, path, watching, onClose, Optional.of(object));
    }

    private static Watch watchAlone(
            ApiClient client,
            Machine machine,
            ResourcePath path,
            Optional<LockRevision> after,
            WatchListener listener) {
        String revision = after.map(LockRevision::text).orElse("");
        LeaseWatch watch = new LeaseWatch(client, machine, path, revision, LeaseEvents.to(listener));
        machine.executor().execute(watch);
        return watch;
    }

    /**
     * Asks the server what it lets this candidate do, before an election begins: an operator then reads at once which
     * verb is missing, rather than waiting for a leader that never comes.
     *
     * <p>Threads: blocks, at most until the deadline. InterruptedException when interrupted.
     */
    public LeaseRights rights(Deadline deadline) throws InterruptedException {
        return LeaseRights.ask(client, path, deadline);
    }

    @Override
    public String name() {
        return "Lease " + path.namespace() + "/" + path.name();
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        send(
                new Request.Get(path),
                timeout,
                LeaseReplies::read,
                () -> new ReadResult.Failed(LeaseReplies.interrupted()),
                answer);
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        ApiObject lease = LeaseObjects.lease(path.namespace(), path.name(), base, draft, owner);
        boolean creates = base.isEmpty();
        Request request = creates
                ? new Request.Create(ResourcePath.in(LEASES, path.namespace()), lease, WriteOptions.DEFAULT)
                : new Request.Update(path, lease, WriteOptions.DEFAULT);
        send(
                request,
                timeout,
                creates ? LeaseReplies::created : LeaseReplies::updated,
                () -> new WriteResult.Unknown(LeaseReplies.interrupted()),
                answer);
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        return watching.watch(path, after, listener);
    }

    /**
     * Breaks what is under way, unless others share the connection. Idempotent; call it after the election has been
     * closed.
     */
    @Override
    public void close() {
        onClose.run();
    }

    private <T> void send(
            Request request,
            Duration timeout,
            Function<Reply, T> meaning,
            Supplier<T> interrupted,
            Consumer<T> answer) {
        Deadline deadline = Deadline.after(machine.clock(), timeout);
        machine.executor().execute(() -> {
            T result;
            try {
                Reply reply = client.send(request, deadline);
                if (LeaseReplies.isTimeout(reply)) {
                    client.dropConnections();
                }
                result = meaning.apply(reply);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                result = interrupted.get();
            }
            answer.accept(result);
        });
    }
}
