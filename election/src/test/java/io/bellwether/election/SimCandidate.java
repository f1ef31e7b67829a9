package io.bellwether.election;

import io.bellwether.election.core.Candidacy;
import io.bellwether.election.core.ElectionMachine;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.Input.WorkOutcome;
import io.bellwether.election.core.Notice;
import io.bellwether.election.core.State.Role;
import io.bellwether.execution.Machine;
import io.bellwether.execution.sim.SimProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a candidate process: the real driver over the real rules, and a worker that writes, fenced and unfenced,
 * for as long as it believes to lead.
 */
final class SimCandidate implements TermHost {

    private final SimArena arena;
    private final SimProcess process;
    private final Candidacy candidacy;
    private final SimGate gate;
    private final SimMemory memory;
    private final long originNanos;
    private final ElectionDriver driver;
    private final ElectionChecker checker;
    private final FencedResource resource;
    private final SimPlan plan;
    private final RandomGenerator random;
    private @Nullable Leadership leadership;
    private boolean working;
    private boolean closing;
    private boolean finished;

    /** A process that begins. */
    SimCandidate(SimArena arena, FencedResource resource, SimProcess process, Candidacy candidacy) {
        this(arena, resource, process, candidacy, SimMemory.of(rules(arena.plan, candidacy)));
    }

    /** A process that is a copy of another one. */
    SimCandidate(SimArena arena, FencedResource resource, SimProcess process, SimCandidate original) {
        this(
                arena,
                resource,
                process,
                original.candidacy,
                original.memory.copy(process.clock().nanos() - original.originNanos));
    }

    private SimCandidate(
            SimArena arena, FencedResource resource, SimProcess process, Candidacy candidacy, SimMemory memory) {
        this.arena = arena;
        this.process = process;
        this.candidacy = candidacy;
        this.memory = memory;
        this.gate = new SimGate(process);
        this.originNanos = process.clock().nanos();
        this.plan = arena.plan;
        this.checker = arena.checker;
        this.resource = resource;
        this.random = arena.random;
        Machine machine = new Machine(process.clock(), process.scheduler(), gate, random);
        this.driver = new ElectionDriver(
                machine,
                arena.server.lockFor(process, () -> checker.requested(this)),
                memory,
                identity().holder(),
                Role.CANDIDATE,
                this);
    }

    private static Rules rules(SimPlan plan, Candidacy candidacy) {
        return plan.mutation().apply(candidacy.identity(), candidacy.timing(), new ElectionMachine(candidacy)::step);
    }

    void start() {
        process.execute(driver::start);
    }

    void close() {
        closing = true;
        process.execute(driver::close);
    }

    void resign(String successor) {
        process.execute(() -> driver.resign(successor));
    }

    /** Does not contend for a while. */
    void rest() {
        process.execute(driver::pause);
    }

    void goOn() {
        process.execute(driver::resume);
    }

    void starve() {
        gate.shut();
    }

    void feed() {
        gate.open();
    }

    boolean canBeCopied() {
        return process.isAlive() && !process.isPaused() && memory.canBeCopied();
    }

    SimProcess process() {
        return process;
    }

    Identity identity() {
        return candidacy.identity();
    }

    ElectionTiming timing() {
        return candidacy.timing();
    }

    String origin() {
        return candidacy.origin();
    }

    /** Whether the nonce is one of this process. */
    boolean wrote(String nonce) {
        return nonce.startsWith(identity().instance() + ".");
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
        double limit = timing().drainLimit().toNanos() / 1e9;
        double seconds = random.nextInt(10) == 0 ? random.nextDouble() * 2 * limit : random.nextDouble() * 0.2 * limit;
        if (seconds > limit) {
            checker.coverage().count("fault:s: work hangs");
        }
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
        checker.expect(closing, () -> "the driver broke: " + this);
        finished = true;
    }

    /** Checks, perhaps stalls, then writes: what leaves after the check is what only a fence can stop. */
    private void work(Leadership current) {
        if (!working) {
            return;
        }
        if (checker.sampled(this, current)) {
            boolean fenced = random.nextBoolean();
            arena.network.send(
                    process.name(),
                    SimServer.NAME,
                    () -> resource.write(identity(), current.fencingToken().value(), fenced));
        }
        later((0.2 + 1.8 * random.nextDouble()) * plan.lease() / 15e9, () -> work(current));
    }

    private void later(double seconds, Runnable task) {
        long nanos = Duration.ofNanos((long) (seconds * 1e9)).toNanos();
        process.scheduler().schedule(process.clock().nanos() + nanos, task);
    }

    @Override
    public String toString() {
        return identity().holder() + "/" + identity().instance() + " at " + arena.world.now() / 1_000_000 + " ms";
    }
}
