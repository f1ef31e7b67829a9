package io.bellwether.etcd.member;

import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds the node, and works in rounds until it is told to stop; then it ends etcd in order.
 *
 * <p>Threads: everything but {@link #stop} happens in {@link #run}.
 */
final class Supervisor {

    private final MemberOptions options;
    private final Machine machine;
    private final EtcdClient client;
    private final MaintenanceClient maintenance;
    private final Discovery discovery;
    private final Optional<NodeIdentity> identity;
    private final Rounds rounds;
    private final Consumer<String> listener;
    private final Semaphore told = new Semaphore(0);

    Supervisor(
            MemberOptions options,
            Machine machine,
            EtcdClient client,
            MaintenanceClient maintenance,
            Discovery discovery,
            Optional<NodeIdentity> identity,
            Rounds rounds,
            Consumer<String> listener) {
        this.options = options;
        this.machine = machine;
        this.client = client;
        this.maintenance = maintenance;
        this.discovery = discovery;
        this.identity = identity;
        this.rounds = rounds;
        this.listener = listener;
    }

    /** Makes {@link #run} end; returns at once. */
    void stop() {
        told.release();
    }

    /** Supervises until it is told to stop. */
    void run() {
        try (Node node = Node.open(options, machine.clock(), machine.random())) {
            work(node);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException refused) {
            throw new MemberException(
                    Reason.UNUSABLE, "the member's files or its program cannot be used: " + refused, refused);
        }
    }

    private void work(Node node) throws InterruptedException, IOException {
        try {
            Shift shift = new Shift(node, machine, client, maintenance, discovery, rounds, listener);
            Optional<Admission> admission = identity.map(each -> new Admission(each, discovery, machine));
            Cadence cadence = new Cadence(options.etcd().electionTimeout(), machine.clock());
            do {
                if (admission.isEmpty() || admission.get().isGranted()) {
                    cadence.decided(shift.round());
                }
            } while (!told.tryAcquire(cadence.rest().toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            node.process.terminate();
        }
    }
}
