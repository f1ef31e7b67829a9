package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The checker can fail: each known mistake is caught by some seed. */
final class MutationTest {

    /** Far fewer than the runs that the unchanged rules pass. */
    private static final int SEEDS = 2_000;

    /** The first seed that catches the mutation by the given invariant. */
    private static OptionalLong caughtBy(Mutation mutation, String invariant) {
        return caught(seed -> ElectionSimulationTest.faults(seed).with(mutation), invariant);
    }

    private static OptionalLong caught(LongFunction<SimPlan> plans, String invariant) {
        return LongStream.rangeClosed(1, SEEDS)
                .filter(seed -> fails(new ElectionSimulation(seed, plans.apply(seed), new Coverage()), invariant))
                .findFirst();
    }

    private static boolean fails(ElectionSimulation simulation, String invariant) {
        try {
            simulation.run();
            return false;
        } catch (AssertionError violation) {
            return String.valueOf(violation.getMessage()).startsWith(invariant);
        }
    }

    @Test
    void validityFromTheResponse_isCaught() {
        assertThat(caughtBy(Mutations.VALIDITY_FROM_RESPONSE, "I3")).isPresent();
    }

    @Test
    void releaseBeforeDrain_isCaught() {
        assertThat(caughtBy(Mutations.RELEASE_BEFORE_DRAIN, "I8")).isPresent();
    }

    @Test
    void noNonceCheck_isCaught() {
        assertThat(caughtBy(Mutations.NO_NONCE, "I")).isPresent();
    }

    @Test
    void trustingCachedOwnership_isCaught() {
        assertThat(caughtBy(Mutations.CACHED_OWNERSHIP, "I7")).isPresent();
    }

    @Test
    void comparingWallClocks_isCaught() {
        assertThat(caughtBy(Mutations.WALL_CLOCK, "I")).isPresent();
    }

    /** Scenario 20: clock rates beyond the stated bound are beyond the promise, and the checker sees it. */
    @Test
    void clockRatesBeyondTheBound_areCaught() {
        assertThat(caught(seed -> ElectionSimulationTest.faults(seed).withClockRateError(0.02), "I3"))
                .isPresent();
    }
}
