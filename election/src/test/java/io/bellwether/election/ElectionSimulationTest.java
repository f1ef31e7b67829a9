package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.SimPlan.Habits;
import io.bellwether.election.SimPlan.Outsider;
import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.execution.sim.Seeds;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Guarantees G-E1, G-E2, G-E3, G-E4, G-E5, G-E6, G-E7 and G-E8 under every fault that the simulator knows. */
final class ElectionSimulationTest {

    /** {@code -Dsimulation.runs=N} runs more of each kind; the profile {@code long} does. */
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
        return SimPlan.of(timing(seed), Outsider.HARMLESS)
                .withSelfEndingWork(seed % 4 == 0 ? 0.3 : 0)
                .with(habits(seed));
    }

    static SimPlan tampering(long seed) {
        return SimPlan.of(timing(seed), Outsider.TAMPERS)
                .with(habits(seed).withMixedLeases(false).withOrigins(false));
    }

    static SimPlan strangeMachines(long seed) {
        return SimPlan.of(timing(seed), Outsider.HARMLESS).with(Habits.NONE.withStrangeMachines());
    }

    static SimPlan life(long seed) {
        return SimPlan.of(timing(seed), Outsider.HARMLESS)
                .with(Tenure.LIFE)
                .with(Habits.NONE.withOrigins(seed % 2 == 0));
    }

    static SimPlan forced(long seed) {
        return SimPlan.of(timing(seed), Outsider.FORCES).with(Tenure.LIFE);
    }

    static SimPlan coordinated(long seed) {
        return SimPlan.of(timing(seed), Outsider.COORDINATES).withSelfEndingWork(seed % 4 == 0 ? 0.3 : 0);
    }

    static SimPlan restored(long seed) {
        return SimPlan.of(timing(seed), Outsider.RESTORES);
    }

    private static Habits habits(long seed) {
        return Habits.NONE
                .withSameIdentity(seed % 7 == 0)
                .withMixedLeases(seed % 5 == 1)
                .withOrigins(seed % 2 == 0);
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
                "fault:a: paused",
                "fault:b: suspended",
                "fault:e: clock rate changes",
                "fault:f: wall clock jumps",
                "fault:g: answers late, then none",
                "fault:h: write overtaken on its way",
                "fault:i: unfenced write of a deposed leader",
                "fault:j: stale reads",
                "fault:k: watch stalls",
                "fault:r: protocol starved",
                "fault:s: work hangs",
                "fault:partition requests answers",
                "fault:partition requests",
                "fault:partition answers",
                "fault:bad network",
                "fault:watches break",
                "fault:server refuses",
                "fault:label edited",
                "fault:resigns",
                "fault:resigns to a successor",
                "fault:pauses its candidacy",
                "end:RESIGNED",
                "end:PAUSED",
                "end:CLOSED",
                "end:VALIDITY_EXPIRED",
                "end:WORK_COMPLETED",
                "end:WORK_FAILED",
                "notice:PauseDetected",
                "notice:WorkOverran",
                "notice:DuplicateIdentity",
                "acquired expired",
                "acquired free",
                "acquired after a restart in place",
                "fenced write refused",
                "jeopardy",
                "safe");
    }

    @Test
    void elections_lockTamperedWith_fenceEveryDeposedLeader() {
        Coverage coverage = run("seeds-tampering.txt", RUNS, ElectionSimulationTest::tampering);
        assertMet(
                coverage,
                "an outsider",
                "fault:m: lock deleted",
                "fault:n: lock edited, way 2",
                "fault:n: lock edited, way 3",
                "fault:n: lock edited, way 4",
                "fault:n: lock edited, way 5",
                "fault:n: lock edited, way 6",
                "overlap after tampering",
                "fenced write refused",
                "end:LOCK_DELETED",
                "end:FOREIGN_HOLDER",
                "end:TAMPERED",
                "end:DUPLICATE_IDENTITY",
                "notice:Tampered");
    }

    @Test
    void elections_machinesFrozenOrCopied_fenceEveryDeposedLeader() {
        Coverage coverage = run("seeds-freezing.txt", RUNS / 5, ElectionSimulationTest::strangeMachines);
        assertMet(
                coverage,
                "strange machines",
                "fault:c: clock frozen",
                "fault:d: process copied",
                "fenced write refused",
                "end:FOREIGN_HOLDER",
                "end:TAMPERED");
    }

    /** Section 5.6: nobody is deposed by silence, and whoever follows knows the holder to be dead. */
    @Test
    void elections_forLife_neverHaveTwoLeadersAndFollowTheDead() {
        Coverage coverage = run("seeds-life.txt", RUNS / 5, ElectionSimulationTest::life);
        assertMet(
                coverage,
                "terms for life",
                "fault:holder for life deleted",
                "acquired after a restart in place",
                "acquired free",
                "end:RESIGNED");
    }

    @Test
    void elections_forLifeButForced_fenceEveryDeposedLeader() {
        Coverage coverage = run("seeds-life.txt", RUNS / 10, ElectionSimulationTest::forced);
        assertMet(coverage, "forced successions", "fault:q: holder for life forced out", "end:LOCK_DELETED");
    }

    @Test
    void elections_storeRestoredFromABackup_noticeAndRecover() {
        Coverage coverage = run("seeds-restored.txt", RUNS / 5, ElectionSimulationTest::restored);
        assertMet(
                coverage, "restored stores", "fault:l: store restored", "end:STORE_ROLLBACK", "notice:StoreRolledBack");
    }

    /** REQ-28: who is named leads, steps down when another one is preferred, and nobody helps himself. */
    @Test
    void elections_coordinated_leadOnlyWhenNamed() {
        Coverage coverage = run("seeds-coordinated.txt", RUNS / 5, ElectionSimulationTest::coordinated);
        assertMet(
                coverage,
                "a coordinator",
                "coordinator names a holder",
                "coordinator prefers a holder",
                "acquired as named",
                "end:PREEMPTED",
                "end:VALIDITY_EXPIRED");
    }
}
