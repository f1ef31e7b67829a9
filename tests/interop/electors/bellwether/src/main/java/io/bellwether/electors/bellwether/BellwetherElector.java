package io.bellwether.electors.bellwether;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.lease.LeaseLocks;
import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import io.bellwether.execution.RealMachine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Ours, over one connection and one watch however many elections there are. */
public final class BellwetherElector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final RealMachine real = RealMachine.open("elector");
    private final LeaseLocks locks;
    private final Map<String, LeaderElection> running = new ConcurrentHashMap<>();

    private BellwetherElector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        ClientConfig server = Kubeconfig.load(options.kubeconfig()).context("");
        this.locks = LeaseLocks.of(server, "elector", options.namespace(), real.machine());
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, BellwetherElector::new);
    }

    @Override
    public void contend(String lease) {
        LeaderElection election = new LeaderElection(
                locks.lock(lease),
                real.machine(),
                ElectionOptions.candidate(options.identity())
                        .withTiming(timing())
                        .withListener(listener(lease)));
        running.put(lease, election);
        election.start();
    }

    /** What follows from the lease duration, but renewed and polled as often as the others do. */
    private ElectionTiming timing() {
        ElectionTiming derived = ElectionTiming.ofLease(options.leaseDuration());
        Duration period = options.retryPeriod();
        return new ElectionTiming(
                derived.leaseDuration(),
                period,
                derived.attemptTimeout(),
                derived.jeopardyAfter(),
                derived.stopGrace(),
                derived.drainLimit(),
                derived.margin(),
                derived.clockRateError(),
                period);
    }

    private ElectionListener listener(String lease) {
        return new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                events.started(lease);
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                events.stopped(lease);
            }

            @Override
            public void onLeaderChanged(Optional<String> holder) {
                events.observed(lease, holder.orElse(""));
            }
        };
    }

    /** The library itself lets others go first. */
    @Override
    public void resign(String lease) {
        LeaderElection election = running.get(lease);
        if (election != null) {
            election.resign();
        }
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> ends = running.values().stream()
                .map(election -> election.closeLater().toCompletableFuture())
                .toList();
        ends.forEach(CompletableFuture::join);
        locks.close();
        real.close();
    }
}
