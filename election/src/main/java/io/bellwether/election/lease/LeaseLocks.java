package io.bellwether.election.lease;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.ResourcePath;
import io.bellwether.execution.Machine;

/**
 * The Leases of one namespace as locks that share a connection and one watch: for a process that takes part in many
 * elections.
 *
 * <p>Shape: each {@link #lock} is a lock like any other. Together they cost one connection, one watch, and one waiting
 * virtual thread; a single {@link LeaseLock} costs as much by itself. Permissions: besides those of a LeaseLock, list
 * and watch on all Leases of the namespace (by name alone neither can be granted for several); without them the Leases
 * are polled.
 *
 * <p>Units and limits: the newest version of every Lease in the namespace is kept in memory while any of them is
 * watched, about 4 KB each.
 *
 * <p>Threads: safe from any thread; requests run on the machine's executor, one blocked task each.
 *
 * <p>Errors: as of {@link LeaseLock}. A time-out of one lock's request drops the connections of all: each of them would
 * wait behind the same dead one.
 */
public final class LeaseLocks implements AutoCloseable {

    private final ApiClient client;
    private final Machine machine;
    private final String namespace;
    private final LeaseFeed feed;

    private LeaseLocks(ApiClient client, Machine machine, String namespace, LeaseFeed feed) {
        this.client = client;
        this.machine = machine;
        this.namespace = namespace;
        this.feed = feed;
    }

    /**
     * The Leases of this namespace; nothing is sent yet.
     *
     * @param program names the program in the server's log
     */
    public static LeaseLocks of(ClientConfig config, String program, String namespace, Machine machine) {
        ApiClient client =
                new ApiClient(config, ClientOptions.forElection(program), machine.clock(), machine.executor());
        ResourcePath leases = ResourcePath.in(LeaseLock.LEASES, namespace);
        return new LeaseLocks(client, machine, namespace, new LeaseFeed(client, leases, machine));
    }

    /** The lock that is the named Lease, which need not exist. It needs no closing. */
    public LeaseLock lock(String name) {
        ResourcePath path = ResourcePath.object(LeaseLock.LEASES, namespace, name);
        return LeaseLock.shared(
                client, path, machine, (lease, after, listener) -> feed.watch(lease.name(), after, listener));
    }

    /** Breaks what is under way. Idempotent; call it after the elections have been closed. */
    @Override
    public void close() {
        client.close();
    }
}
