package io.bellwether.election;

import io.bellwether.election.core.ElectionMachine;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.Input.WorkOutcome;
import io.bellwether.election.core.Notice;
import io.bellwether.election.core.State.Role;
import io.bellwether.execution.Machine;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a candidate process: the real driver over the real rules, and a worker that writes, fenced and unfenced,
 * for as long as it believes to lead.
 */
final class SimCandidate implements TermHost {

    private final SimWorld world;
    private final SimNetwork network;
    private final SimProcess process;
    private final Identity identity;
    private final ElectionDriver driver;
    private final ElectionChecker checker;
    private final FencedResource resource;
    private final SimPlan plan;
    private final RandomGenerator random;
    private @Nullable Leadership leadership;
    private boolean working;
    private boolean closing;
    private boolean finished;

    SimCandidate(
            SimWorld world,
            SimNetwork network,
            SimServer server,
            SimProcess process,
            Identity identity,
            SimPlan plan,
            ElectionChecker checker,
            FencedResource resource) {
        this.world = world;
        this.network = network;
        this.process = process;
        this.identity = identity;
        this.plan = plan;
        this.checker = checker;
        this.resource = resource;
        this.random = world.random();
        Machine machine = new Machine(process.clock(), process.scheduler(), process, random);
        Rules rules =
                plan.mutation().apply(identity, plan.timing(), new ElectionMachine(identity, plan.timing())::step);
        this.driver = new ElectionDriver(
                machine,
                server.lockFor(process, () -> checker.requested(this)),
                rules,
                identity.holder(),
                Role.CANDIDATE,
                this);
    }

    void start() {
        process.execute(driver::start);
    }

    void close() {
        closing = true;
        process.execute(driver::close);
    }

    void resign() {
        process.execute(driver::resign);
    }

    SimProcess process() {
        return process;
    }

    Identity identity() {
        return identity;
    }

    /** Whether a reader in this process would be told that it leads, at this true moment. */
    boolean believes() {
        return process.isAlive() && leadership != null && leadership.isValid();
    }

    boolean isWorking() {
        return working && process.isAlive();
    }

    boolean isFinished() {
        return finished;
    }

    @Override
    public void started(Leadership begun) {
        leadership = begun;
        working = true;
        checker.started(this, begun);
        work(begun);
        if (random.nextDouble() < plan.selfEndingWork()) {
            WorkOutcome outcome = random.nextInt(3) == 0 ? WorkOutcome.FAILED : WorkOutcome.COMPLETED;
            later(random.nextDouble() * plan.lease() / 1e9, () -> driver.workEnded(begun.term(), outcome));
        }
    }

    @Override
    public void inJeopardy(Leadership current) {
        checker.coverage().count("jeopardy");
    }

    @Override
    public void safe(Leadership current) {
        checker.coverage().count("safe");
    }

    @Override
    public void revoked(Leadership ending, EndReason reason) {
        checker.revoked(this, ending, reason);
        // Most work stops at once, some takes its time, some overruns the drain limit.
        double limit = plan.timing().drainLimit().toNanos() / 1e9;
        double seconds = random.nextInt(10) == 0 ? random.nextDouble() * 2 * limit : random.nextDouble() * 0.2 * limit;
        later(seconds, () -> {
            working = false;
            checker.stopped(this, ending);
            driver.workStopped(ending.term());
        });
    }

    @Override
    public void leaderChanged(Optional<String> holder) {}

    @Override
    public void noticed(Notice notice) {
        checker.noticed(this, notice);
    }

    @Override
    public void finished() {
        checker.require(closing, () -> "the driver broke: " + this);
        finished = true;
    }

    /** Checks, perhaps stalls, then writes: what leaves after the check is what only a fence can stop. */
    private void work(Leadership current) {
        if (!working) {
            return;
        }
        if (checker.sampled(this, current)) {
            boolean fenced = random.nextBoolean();
            network.send(
                    process.name(),
                    SimServer.NAME,
                    () -> resource.write(identity, current.fencingToken().value(), fenced));
        }
        later((0.2 + 1.8 * random.nextDouble()) * plan.lease() / 15e9, () -> work(current));
    }

    private void later(double seconds, Runnable task) {
        long nanos = Duration.ofNanos((long) (seconds * 1e9)).toNanos();
        process.scheduler().schedule(process.clock().nanos() + nanos, task);
    }

    @Override
    public String toString() {
        return identity.holder() + "/" + identity.instance() + " at " + world.now() / 1_000_000 + " ms";
    }
}
