package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.EndReason;
import io.bellwether.execution.sim.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Handover after handover under faults, every seed once in one of the families of {@link ElectionSimulationTest}: I1 to
 * I11 hold in each, and each is live when its faults stop. The profile {@code long} asks for a million over at least
 * ten thousand seeds.
 */
final class ManyHandoversTest {

    private static final long HANDOVERS = Long.getLong("simulation.handovers", 20_000);
    private static final long SEEDS = Long.getLong("simulation.seeds", 200);

    /** Enough for both cores of a small machine; the totals are added after each. */
    private static final long CHUNK = 200;

    /** Five times as long as the other simulations: most of a run is then its faults. */
    private static final int FAULTY_LEASES = 60;

    static SimPlan plan(long seed) {
        SimPlan plan = switch (Math.floorMod(seed, 10)) {
            case 4 -> ElectionSimulationTest.forced(seed);
            case 0 -> ElectionSimulationTest.tampering(seed);
            case 1 -> ElectionSimulationTest.life(seed);
            case 2 -> ElectionSimulationTest.strangeMachines(seed);
            case 3 -> ElectionSimulationTest.restored(seed);
            case 7 -> ElectionSimulationTest.coordinated(seed);
            default -> ElectionSimulationTest.faults(seed);
        };
        return plan.with(plan.habits().withRestlessLeaders(FAULTY_LEASES));
    }

    private static Coverage run(long seed) {
        Coverage coverage = new Coverage();
        try {
            new ElectionSimulation(seed, plan(seed), coverage).run();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed " + seed + " of ManyHandoversTest: " + failure.getMessage(), failure);
        }
        return coverage;
    }

    @Test
    void handovers_underEveryFault_keepEveryInvariant() {
        Seeds.corpus(ManyHandoversTest.class, "seeds-handovers.txt").forEach(ManyHandoversTest::run);
        Coverage total = new Coverage();
        long seeds = 0;
        while (total.of("handovers") < HANDOVERS || seeds < SEEDS) {
            LongStream.rangeClosed(seeds + 1, seeds + CHUNK)
                    .parallel()
                    .mapToObj(ManyHandoversTest::run)
                    .forEachOrdered(total::add);
            seeds += CHUNK;
        }
        System.out.println("Simulated " + total.of("handovers") + " handovers over " + seeds + " seeds:\n" + total);
        assertThat(total.of("handovers")).isGreaterThanOrEqualTo(HANDOVERS);
        assertThat(total.missing(faults())).as("faults that did not occur").isEmpty();
        assertThat(total.missing(ends())).as("reasons that did not occur").isEmpty();
    }

    /** Every kind of election §4.3, and the ordinary ones that have no letter there. */
    private static List<String> faults() {
        return List.of(
                "fault:a: paused",
                "fault:b: suspended",
                "fault:c: clock frozen",
                "fault:d: process copied",
                "fault:e: clock rate changes",
                "fault:f: wall clock jumps",
                "fault:g: answers late, then none",
                "fault:h: write overtaken on its way",
                "fault:i: unfenced write of a deposed leader",
                "fault:j: stale reads",
                "fault:k: watch stalls",
                "fault:l: store restored",
                "fault:l: store restored with a floor",
                "fault:m: lock deleted",
                "fault:n: lock edited, way 2",
                "fault:n: lock edited, way 3",
                "fault:n: lock edited, way 4",
                "fault:n: lock edited, way 5",
                "fault:n: lock edited, way 6",
                "fault:o: one name for all",
                "fault:p: unequal leases",
                "fault:q: holder for life forced out",
                "fault:r: protocol starved",
                "fault:s: work hangs",
                "fault:bad network",
                "fault:crash",
                "fault:holder for life deleted",
                "fault:label edited",
                "fault:partition answers",
                "fault:partition requests",
                "fault:partition requests answers",
                "fault:pauses its candidacy",
                "fault:resigns",
                "fault:resigns to a successor",
                "fault:server refuses",
                "fault:watches break");
    }

    private static List<String> ends() {
        return Arrays.stream(EndReason.values()).map(reason -> "end:" + reason).toList();
    }
}
