package io.bellwether.election;

import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.execution.sim.SimNetwork;
import java.time.Duration;
import java.util.List;

/**
 * One run: two to five candidates, a dozen leases of faults, then calm, in which a leader must exist within the bound,
 * and everybody must be able to close.
 */
final class ElectionSimulation {

    private final SimArena arena;
    private final SimPlan plan;
    private final SimFaults faults;

    ElectionSimulation(long seed, SimPlan plan, Coverage coverage) {
        this.arena = new SimArena(seed, plan, coverage);
        this.plan = plan;
        this.faults = new SimFaults(arena);
    }

    void run() {
        int count = 2 + arena.random.nextInt(4);
        for (int place = 0; place < count; place++) {
            arena.candidates.add(arena.join(place));
        }
        if (plan.habits().mixedLeases()) {
            arena.coverage.count("fault:p: unequal leases");
        }
        if (plan.habits().sameIdentity()) {
            arena.coverage.count("fault:o: one name for all");
        }
        long calm = plan.habits().faultyLeases() * plan.lease();
        faults.scheduleUntil(calm);
        arena.runUntil(calm);
        heal();
        checkLiveness(calm);
        checkClosing();
        arena.coverage.count("runs");
        arena.coverage.count("events", arena.world.processed());
        arena.coverage.count("requests", arena.server.requests());
    }

    private void heal() {
        arena.network.unblockAll();
        arena.network.quality(SimNetwork.Quality.GOOD);
        arena.server.heal();
        for (int index = 0; index < arena.candidates.size(); index++) {
            SimCandidate candidate = arena.candidates.get(index);
            candidate.process().simClock().unfreeze();
            candidate.process().resume();
            candidate.feed();
            candidate.goOn();
            if (!candidate.process().isAlive()) {
                arena.candidates.set(index, arena.join(index));
            }
        }
        if (plan.tenure() == Tenure.LIFE) {
            collectDead();
        }
    }

    /** The garbage collector goes on for good: what the dead had sent may still take effect after the last fault. */
    private void collectDead() {
        if (arena.isHolderDead()) {
            arena.register.delete();
        }
        arena.world.at(arena.world.now() + plan.lease() / 4, this::collectDead);
    }

    /** L1, L3: once the faults are over, somebody leads within the bound, and from then on the same one does. */
    private void checkLiveness(long calm) {
        long bound = livenessBound();
        arena.runUntil(calm + bound);
        List<SimCandidate> leaders = arena.leaders();
        arena.checker.require(
                leaders.size() == 1 || plan.selfEndingWork() > 0,
                () -> "L1: " + leaders.size() + " leaders " + bound / 1_000_000 + " ms after the faults: the lock is "
                        + arena.register.current());
        arena.runUntil(calm + bound + 2 * plan.lease());
        arena.checker.require(
                plan.selfEndingWork() > 0 || arena.leaders().equals(leaders),
                () -> "L3: the leader changed without a fault: " + arena.leaders());
    }

    /**
     * A record of twice the lease (an outsider's), the jitter, a watch that must be found dead, and two slow requests.
     */
    private long livenessBound() {
        long lease = plan.longestLease();
        long record = plan.outsider() == SimPlan.Outsider.HARMLESS ? lease : 2 * lease;
        return (long) (record * 1.01) + lease * 3;
    }

    /** L4: everybody closes within the bound. */
    private void checkClosing() {
        arena.candidates.forEach(SimCandidate::close);
        Duration limit = Duration.ofNanos(plan.longestLease()
                        / plan.lease()
                        * plan.timing()
                                .drainLimit()
                                .plus(plan.timing().attemptTimeout().multipliedBy(6))
                                .toNanos())
                .plusSeconds(1);
        arena.runUntil(arena.world.now() + (long) (limit.toNanos() * 1.01));
        for (SimCandidate candidate : arena.candidates) {
            arena.checker.require(candidate.isFinished(), () -> "L4: not closed after " + limit + ": " + candidate);
        }
    }
}
