package io.bellwether.election;

import io.bellwether.election.core.Identity;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Marks;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One run: two to five candidates, a dozen leases of faults, then calm, in which a leader must exist within the bound,
 * and everybody must be able to close.
 */
final class ElectionSimulation {

    /** Half of the runs' length in leases is spent with faults. */
    private static final int FAULTY_LEASES = 12;

    private final SimWorld world;
    private final RandomGenerator random;
    private final SimPlan plan;
    private final Coverage coverage;
    private final SimNetwork network;
    private final LockRegister register = new LockRegister();
    private final SimServer server;
    private final FencedResource resource;
    private final ElectionChecker checker;
    private final List<SimCandidate> candidates = new ArrayList<>();
    private final List<LockRecord> history = new ArrayList<>();
    private long incarnations;

    ElectionSimulation(long seed, SimPlan plan, Coverage coverage) {
        this.world = new SimWorld(seed);
        this.random = world.random();
        this.plan = plan;
        this.coverage = coverage;
        this.network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        this.checker = new ElectionChecker(world, plan, coverage);
        this.server = new SimServer(world, network, register, (writer, before, draft, after) -> {
            checker.committed(writer, before, draft, after);
            history.add(after.record());
        });
        this.resource = new FencedResource(register, checker);
    }

    void run() {
        int count = 2 + random.nextInt(4);
        for (int index = 0; index < count; index++) {
            candidates.add(join(index));
        }
        long calm = FAULTY_LEASES * plan.lease();
        scheduleFault(calm);
        runUntil(calm);
        heal();
        checkLiveness(calm);
        checkClosing();
        coverage.count("runs");
        coverage.count("events", world.processed());
        coverage.count("requests", server.requests());
    }

    private void runUntil(long trueNanos) {
        world.runUntil(trueNanos);
        checker.throwViolation();
    }

    private SimCandidate join(int index) {
        double rateError = plan.clockRateError() * (2 * random.nextDouble() - 1);
        SimClock clock = new SimClock(world, random.nextLong(1L << 50), rateError);
        clock.jumpWall(Duration.ofSeconds(random.nextLong(-7200, 7200)));
        SimProcess process = new SimProcess(world, "p" + index, clock);
        String holder = plan.sameIdentity() ? "same" : "p" + index;
        Identity identity = new Identity(
                holder,
                index + "-" + incarnations++ + "-"
                        + Randomness.uuid(random).toString().substring(0, 8));
        SimCandidate candidate = new SimCandidate(world, network, server, process, identity, plan, checker, resource);
        checker.joined(candidate);
        candidate.start();
        return candidate;
    }

    private void scheduleFault(long until) {
        long at = world.now() + (long) (-Math.log(1 - random.nextDouble()) * plan.lease() / 2);
        if (at < until) {
            world.at(at, () -> {
                fault();
                scheduleFault(until);
            });
        }
    }

    private void fault() {
        int index = random.nextInt(candidates.size());
        int kinds = plan.outsider() == SimPlan.Outsider.TAMPERS ? 21 : 14;
        switch (random.nextInt(kinds)) {
            case 0 -> crash(index);
            case 1, 2 -> pause(index);
            case 3 -> partition(index, true, true);
            case 4 -> partition(index, true, false);
            case 5 -> partition(index, false, true);
            case 6 -> degrade();
            case 7 -> jumpWall(index);
            case 8 -> changeRate(index);
            case 9 -> {
                coverage.count("fault:watches break");
                server.breakWatches();
            }
            case 10 -> {
                coverage.count("fault:watch stalls");
                server.stallWatches(candidates.get(index).process());
            }
            case 11 -> {
                coverage.count("fault:resign");
                candidates.get(index).resign();
            }
            case 12 -> otherFault();
            case 13 -> slowAnswers(index);
            default -> tamper(index);
        }
    }

    private void otherFault() {
        if (random.nextBoolean()) {
            coverage.count("fault:server refuses");
            server.refuseUntil(world.now() + someTime());
        } else {
            coverage.count("fault:label edited");
            // The same record in a new version: no sign of life of the holder.
            register.edit(record -> record);
        }
    }

    private void crash(int index) {
        coverage.count("fault:crash");
        SimCandidate old = candidates.get(index);
        old.process().crash();
        world.at(world.now() + someTime() / 2, () -> {
            if (candidates.get(index) == old) {
                candidates.set(index, join(index));
            }
        });
    }

    private void pause(int index) {
        SimProcess process = candidates.get(index).process();
        boolean freezes = plan.frozenClocks() && random.nextBoolean();
        coverage.count(freezes ? "fault:clock frozen" : "fault:pause");
        process.pause();
        if (freezes) {
            process.simClock().freeze();
        }
        world.at(world.now() + someTime(), () -> {
            if (freezes) {
                process.simClock().unfreeze();
            }
            process.resume();
        });
    }

    private void partition(int index, boolean requests, boolean answers) {
        coverage.count("fault:partition" + (requests ? " requests" : "") + (answers ? " answers" : ""));
        String name = candidates.get(index).process().name();
        if (requests) {
            network.block(name, SimServer.NAME);
        }
        if (answers) {
            network.block(SimServer.NAME, name);
        }
        world.at(world.now() + someTime(), () -> {
            network.unblock(name, SimServer.NAME);
            network.unblock(SimServer.NAME, name);
        });
    }

    /** Answers take long, and then no request gets through: who counts from the answer believes too long. */
    private void slowAnswers(int index) {
        coverage.count("fault:slow answers, then none");
        String name = candidates.get(index).process().name();
        network.slow(SimServer.NAME, name, Duration.ofNanos((long) (plan.lease() * random.nextDouble() / 2)));
        long deaf = world.now() + (long) (plan.lease() * random.nextDouble());
        world.at(deaf, () -> network.block(name, SimServer.NAME));
        world.at(deaf + plan.lease() + someTime() / 2, () -> {
            network.unblock(name, SimServer.NAME);
            network.slow(SimServer.NAME, name, Duration.ZERO);
        });
    }

    private void degrade() {
        coverage.count("fault:bad network");
        network.quality(new SimNetwork.Quality(
                Duration.ofMillis(1),
                Duration.ofMillis(1 + random.nextInt(100)),
                0.2 * random.nextDouble(),
                Duration.ofNanos(1_000_000_000 + (long) (plan.lease() * random.nextDouble())),
                0.3 * random.nextDouble(),
                0.1 * random.nextDouble()));
        world.at(world.now() + someTime(), () -> network.quality(SimNetwork.Quality.GOOD));
    }

    private void jumpWall(int index) {
        coverage.count("fault:wall clock jumps");
        candidates.get(index).process().simClock().jumpWall(Duration.ofSeconds(random.nextLong(-3600, 3600)));
    }

    private void changeRate(int index) {
        coverage.count("fault:clock rate changes");
        double bound = plan.clockRateError();
        candidates.get(index).process().simClock().rateError(random.nextBoolean() ? bound : -bound);
    }

    private void tamper(int index) {
        checker.tampered();
        int kind = random.nextInt(7);
        coverage.count("tampering:" + kind);
        switch (kind) {
            case 0, 1 -> register.delete();
            case 2 -> edit(record -> with(record, "p" + index, record.durationSeconds(), record.transitions(), "x"));
            case 3 -> edit(record -> with(record, "", record.durationSeconds(), record.transitions(), record.nonce()));
            case 4 ->
                edit(record -> with(
                        record,
                        record.holder(),
                        random.nextBoolean() ? 1 : 2 * plan.lease() / 1_000_000_000,
                        record.transitions(),
                        record.nonce()));
            case 5 ->
                edit(record -> with(
                        record, record.holder(), record.durationSeconds(), record.transitions() + 7, record.nonce()));
            default -> {
                if (!history.isEmpty()) {
                    LockRecord old = history.get(random.nextInt(history.size()));
                    edit(record -> old);
                }
            }
        }
    }

    private void edit(java.util.function.UnaryOperator<LockRecord> change) {
        register.edit(change);
    }

    private static LockRecord with(LockRecord record, String holder, long seconds, long transitions, String nonce) {
        return LockRecord.of(
                holder, seconds, record.acquireTime(), record.renewTime(), transitions, Marks.ofNonce(nonce));
    }

    /** From a fraction of a lease to nearly three of them. */
    private long someTime() {
        double share = random.nextDouble();
        return (long) (plan.lease() * (0.05 + 2.7 * share * share));
    }

    private void heal() {
        network.unblockAll();
        network.quality(SimNetwork.Quality.GOOD);
        server.refuseUntil(-1);
        for (int index = 0; index < candidates.size(); index++) {
            SimCandidate candidate = candidates.get(index);
            candidate.process().simClock().unfreeze();
            candidate.process().resume();
            if (!candidate.process().isAlive()) {
                candidates.set(index, join(index));
            }
        }
    }

    /** L1, L3: once the faults are over, somebody leads within the bound, and from then on the same one does. */
    private void checkLiveness(long calm) {
        long bound = livenessBound();
        runUntil(calm + bound);
        List<SimCandidate> leaders = leaders();
        checker.require(
                leaders.size() == 1 || plan.selfEndingWork() > 0,
                () -> "L1: " + leaders.size() + " leaders " + bound / 1_000_000 + " ms after the faults: the lock is "
                        + register.current());
        runUntil(calm + bound + 2 * plan.lease());
        checker.require(
                plan.selfEndingWork() > 0 || leaders().equals(leaders),
                () -> "L3: the leader changed without a fault: " + leaders());
    }

    /**
     * A record of twice the lease (an outsider's), the jitter, a watch that must be found dead, and two slow requests.
     */
    private long livenessBound() {
        long record = plan.outsider() == SimPlan.Outsider.TAMPERS ? 2 * plan.lease() : plan.lease();
        return (long) (record * 1.01) + plan.lease() * 3;
    }

    private List<SimCandidate> leaders() {
        return candidates.stream().filter(SimCandidate::believes).toList();
    }

    /** L4: everybody closes within the bound. */
    private void checkClosing() {
        candidates.forEach(SimCandidate::close);
        Duration limit = plan.timing()
                .drainLimit()
                .plus(plan.timing().attemptTimeout().multipliedBy(6))
                .plusSeconds(1);
        runUntil(world.now() + (long) (limit.toNanos() * 1.01));
        for (SimCandidate candidate : candidates) {
            checker.require(candidate.isFinished(), () -> "L4: not closed after " + limit + ": " + candidate);
        }
    }
}
