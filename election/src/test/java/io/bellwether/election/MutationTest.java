package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The checker can fail: each known mistake is caught by some seed. */
final class MutationTest {

    /** Far fewer than the runs that the unchanged rules pass. */
    private static final int SEEDS = 2_000;

    /** By the first seed whose failure begins with that invariant. */
    private static void assertCaught(String mistake, Mutation mutation, String invariant) {
        assertCaught(
                mistake, invariant, seed -> ElectionSimulationTest.faults(seed).with(mutation));
    }

    private static void assertCaught(String mistake, String invariant, LongFunction<SimPlan> plans) {
        Optional<String> violation = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> violation(seed, plans.apply(seed)))
                .filter(message -> message.contains(": " + invariant))
                .findFirst();
        assertThat(violation).as(mistake).isPresent();
        System.out.println("Mistake \"" + mistake + "\" caught by " + violation.get());
    }

    /** What went wrong, under its seed; nothing after the colon when nothing did. */
    private static String violation(long seed, SimPlan plan) {
        try {
            new ElectionSimulation(seed, plan, new Coverage()).run();
            return "seed " + seed + ": ";
        } catch (AssertionError violation) {
            return "seed " + seed + ": " + violation.getMessage();
        }
    }

    @Test
    void validityFromTheResponse_isCaught() {
        assertCaught("validity counts from the response", Mutations.VALIDITY_FROM_RESPONSE, "I3");
    }

    @Test
    void releaseBeforeDrain_isCaught() {
        assertCaught("released before the work has stopped", Mutations.RELEASE_BEFORE_DRAIN, "I8");
    }

    @Test
    void noNonceCheck_isCaught() {
        assertCaught("no nonce check", Mutations.NO_NONCE, "I");
    }

    @Test
    void trustingCachedOwnership_isCaught() {
        assertCaught("cached ownership is trusted", Mutations.CACHED_OWNERSHIP, "I7");
    }

    @Test
    void comparingWallClocks_isCaught() {
        assertCaught("wall clocks are compared", Mutations.WALL_CLOCK, "I");
    }

    /** Scenario 20: clock rates beyond the stated bound are beyond the promise, and the checker sees it. */
    @Test
    void clockRatesBeyondTheBound_areCaught() {
        assertCaught(
                "clock rates beyond the bound",
                "I3",
                seed -> ElectionSimulationTest.faults(seed).withClockRateError(0.02));
    }
}
