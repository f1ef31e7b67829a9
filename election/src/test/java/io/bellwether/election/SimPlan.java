package io.bellwether.election;

import io.bellwether.election.core.ElectionTiming;

/**
 * What kind of run a simulation makes.
 *
 * @param timing of every candidate
 * @param outsider what an outsider does to the lock
 * @param mutation a deliberate mistake in the rules, to see that the checker finds it
 * @param selfEndingWork the probability that a term's work ends by itself
 * @param sameIdentity whether all candidates bear one name, by mistake
 * @param frozenClocks whether processes are also paused together with their clocks, as a hypervisor can
 * @param clockRateError the largest real error of the clocks' rates; the timing's bound, unless it is to be broken
 */
record SimPlan(
        ElectionTiming timing,
        Outsider outsider,
        Mutation mutation,
        double selfEndingWork,
        boolean sameIdentity,
        boolean frozenClocks,
        double clockRateError) {

    enum Outsider {
        /** Edits labels at most. */
        HARMLESS,
        /** Deletes and edits the lock. */
        TAMPERS
    }

    static SimPlan faults(ElectionTiming timing) {
        return new SimPlan(timing, Outsider.HARMLESS, Mutation.NONE, 0, false, false, timing.clockRateError());
    }

    static SimPlan tampering(ElectionTiming timing) {
        return new SimPlan(timing, Outsider.TAMPERS, Mutation.NONE, 0, false, false, timing.clockRateError());
    }

    static SimPlan freezing(ElectionTiming timing) {
        return new SimPlan(timing, Outsider.HARMLESS, Mutation.NONE, 0, false, true, timing.clockRateError());
    }

    SimPlan withMutation(Mutation other) {
        return new SimPlan(timing, outsider, other, selfEndingWork, sameIdentity, frozenClocks, clockRateError);
    }

    SimPlan withSelfEndingWork(double probability) {
        return new SimPlan(timing, outsider, mutation, probability, sameIdentity, frozenClocks, clockRateError);
    }

    SimPlan withSameIdentity(boolean same) {
        return new SimPlan(timing, outsider, mutation, selfEndingWork, same, frozenClocks, clockRateError);
    }

    SimPlan withClockRateError(double error) {
        return new SimPlan(timing, outsider, mutation, selfEndingWork, sameIdentity, frozenClocks, error);
    }

    /** The lease duration in nanoseconds. */
    long lease() {
        return timing.leaseDuration().toNanos();
    }
}
