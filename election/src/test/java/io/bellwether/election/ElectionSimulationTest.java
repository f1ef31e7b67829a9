package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.execution.sim.Seeds;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Guarantees G-E1, G-E2, G-E3, G-E4, G-E5, G-E6, G-E7 and G-E8 under every fault that the simulator knows. */
final class ElectionSimulationTest {

    /** {@code -Dsimulation.runs=N} runs more of each kind. */
    private static final int RUNS = Integer.getInteger("simulation.runs", 10_000);

    private static final int[] LEASES = {1, 3, 5, 15, 30};

    /** Every third run has no slack at all: what the formula allows is used up, so that no margin hides a mistake. */
    static ElectionTiming timing(long seed) {
        Duration lease = Duration.ofSeconds(LEASES[Math.floorMod(seed, LEASES.length)]);
        return seed % 3 == 0 ? tight(lease) : ElectionTiming.ofLease(lease);
    }

    private static ElectionTiming tight(Duration lease) {
        ElectionTiming standard = ElectionTiming.ofLease(lease);
        return new ElectionTiming(
                lease,
                standard.renewEvery(),
                lease.multipliedBy(39).dividedBy(100),
                lease.multipliedBy(9).dividedBy(10),
                Duration.ZERO,
                standard.drainLimit(),
                Duration.ZERO,
                standard.clockRateError(),
                standard.pollEvery());
    }

    static SimPlan faults(long seed) {
        return SimPlan.faults(timing(seed))
                .withSelfEndingWork(seed % 4 == 0 ? 0.3 : 0)
                .withSameIdentity(seed % 7 == 0);
    }

    static SimPlan tampering(long seed) {
        return SimPlan.tampering(timing(seed)).withSameIdentity(seed % 7 == 0);
    }

    static SimPlan freezing(long seed) {
        return SimPlan.freezing(timing(seed));
    }

    private static Coverage run(String corpus, int runs, LongFunction<SimPlan> plans) {
        Coverage coverage = new Coverage();
        Seeds.corpus(ElectionSimulationTest.class, corpus)
                .forEach(seed -> new ElectionSimulation(seed, plans.apply(seed), coverage).run());
        Seeds.range(1, runs).forEach(seed -> new ElectionSimulation(seed, plans.apply(seed), coverage).run());
        return coverage;
    }

    /** A run that met nothing proves nothing: every kind must have occurred. */
    private static void assertMet(Coverage coverage, String kinds, String... names) {
        System.out.println("Simulated elections with " + kinds + ":\n" + coverage);
        // One seed alone cannot meet everything.
        if (Long.getLong("seed") == null) {
            assertThat(names)
                    .allSatisfy(name -> assertThat(coverage.of(name)).as(name).isPositive());
        }
    }

    @Test
    void elections_underFaults_neverHaveTwoLeadersAndAlwaysRecover() {
        Coverage coverage = run("seeds-faults.txt", RUNS, ElectionSimulationTest::faults);
        assertMet(
                coverage,
                "faults",
                "fault:crash",
                "fault:pause",
                "fault:partition requests answers",
                "fault:partition requests",
                "fault:partition answers",
                "fault:slow answers, then none",
                "fault:bad network",
                "fault:wall clock jumps",
                "fault:clock rate changes",
                "fault:watches break",
                "fault:watch stalls",
                "fault:server refuses",
                "fault:label edited",
                "fault:resign",
                "end:RESIGNED",
                "end:CLOSED",
                "end:VALIDITY_EXPIRED",
                "end:WORK_COMPLETED",
                "end:WORK_FAILED",
                "notice:PauseDetected",
                "notice:WorkOverran",
                "notice:DuplicateIdentity",
                "acquired expired",
                "acquired free",
                "fenced write refused",
                "unfenced write of a deposed leader",
                "jeopardy",
                "safe");
    }

    @Test
    void elections_lockTamperedWith_fenceEveryDeposedLeader() {
        Coverage coverage = run("seeds-tampering.txt", RUNS, ElectionSimulationTest::tampering);
        assertMet(
                coverage,
                "an outsider",
                "overlap after tampering",
                "fenced write refused",
                "end:LOCK_DELETED",
                "end:FOREIGN_HOLDER",
                "end:TAMPERED",
                "end:DUPLICATE_IDENTITY",
                "notice:Tampered");
    }

    @Test
    void elections_machinesFrozenByTheirHypervisor_fenceEveryDeposedLeader() {
        Coverage coverage = run("seeds-freezing.txt", RUNS / 10, ElectionSimulationTest::freezing);
        assertMet(coverage, "frozen machines", "fault:clock frozen", "fenced write refused", "end:FOREIGN_HOLDER");
    }
}
