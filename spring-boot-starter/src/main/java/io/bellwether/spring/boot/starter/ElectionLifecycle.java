package io.bellwether.spring.boot.starter;

import io.bellwether.election.LeaderElection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.SmartLifecycle;

/**
 * Contends once everything else of the application runs, and gives the Lease back before anything else stops: while the
 * web server still serves and the data sources are open.
 *
 * <p>Threads: safe from any thread. Stopping waits for the work and the release, at most for
 * {@link LeaderElection#closeLimit}; not at all when called by a {@link LeaderOnly} method or a listener of the
 * election, who would wait for themselves.
 */
final class ElectionLifecycle implements SmartLifecycle {

    private final LeaderElection election;
    private final LeaderGate gate;
    private final AtomicBoolean running = new AtomicBoolean();

    ElectionLifecycle(LeaderElection election, LeaderGate gate) {
        this.election = election;
        this.gate = gate;
    }

    @Override
    public void start() {
        if (running.compareAndSet(false, true)) {
            election.start(gate);
        }
    }

    @Override
    public void stop() {
        if (gate.isInside()) {
            var unused = election.closeLater();
        } else {
            election.close();
        }
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** The last to start and the first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
