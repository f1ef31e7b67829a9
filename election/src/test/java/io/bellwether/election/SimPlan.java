package io.bellwether.election;

import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.election.core.ElectionTiming;

/**
 * What kind of run a simulation makes.
 *
 * @param timing of every candidate
 * @param tenure for how long terms are given
 * @param outsider what an outsider does to the lock
 * @param mutation a deliberate mistake in the rules, to see that the checker finds it
 * @param selfEndingWork the probability that a term's work ends by itself
 * @param habits what else is unusual about the candidates
 * @param clockRateError the largest real error of the clocks' rates; the timing's bound, unless it is to be broken
 */
record SimPlan(
        ElectionTiming timing,
        Tenure tenure,
        Outsider outsider,
        Mutation mutation,
        double selfEndingWork,
        Habits habits,
        double clockRateError) {

    /** How many leases the faults of a run last, unless the plan says otherwise. */
    private static final int FAULTY_LEASES = 12;

    enum Outsider {
        /** Edits labels at most. */
        HARMLESS,
        /** Deletes and edits the lock. */
        TAMPERS,
        /** Takes the store back to an earlier state. */
        RESTORES,
        /** Deletes the lock of a holder for life that is cut off or paused. */
        FORCES,
        /** Names who leads, and now and then prefers another one. */
        COORDINATES
    }

    /**
     * What is unusual about the candidates.
     *
     * @param sameIdentity all of them bear one name, by mistake
     * @param strangeMachines processes are also paused together with their clocks, or copied, as a hypervisor can
     * @param mixedLeases every other one has twice the lease
     * @param origins each knows where it runs, and is restarted there
     * @param restless leaders step down all the time
     * @param faultyLeases how long the faults last
     */
    record Habits(
            boolean sameIdentity,
            boolean strangeMachines,
            boolean mixedLeases,
            boolean origins,
            boolean restless,
            int faultyLeases) {

        static final Habits NONE = new Habits(false, false, false, false, false, FAULTY_LEASES);

        Habits withSameIdentity(boolean same) {
            return new Habits(same, strangeMachines, mixedLeases, origins, restless, faultyLeases);
        }

        Habits withStrangeMachines() {
            return new Habits(sameIdentity, true, mixedLeases, origins, restless, faultyLeases);
        }

        Habits withMixedLeases(boolean mixed) {
            return new Habits(sameIdentity, strangeMachines, mixed, origins, restless, faultyLeases);
        }

        Habits withOrigins(boolean known) {
            return new Habits(sameIdentity, strangeMachines, mixedLeases, known, restless, faultyLeases);
        }

        Habits withRestlessLeaders(int leases) {
            return new Habits(sameIdentity, strangeMachines, mixedLeases, origins, true, leases);
        }
    }

    static SimPlan of(ElectionTiming timing, Outsider outsider) {
        return new SimPlan(timing, Tenure.LEASE, outsider, Mutation.NONE, 0, Habits.NONE, timing.clockRateError());
    }

    SimPlan with(Mutation other) {
        return new SimPlan(timing, tenure, outsider, other, selfEndingWork, habits, clockRateError);
    }

    SimPlan with(Tenure other) {
        return new SimPlan(timing, other, outsider, mutation, selfEndingWork, habits, clockRateError);
    }

    SimPlan with(Habits other) {
        return new SimPlan(timing, tenure, outsider, mutation, selfEndingWork, other, clockRateError);
    }

    SimPlan withSelfEndingWork(double probability) {
        return new SimPlan(timing, tenure, outsider, mutation, probability, habits, clockRateError);
    }

    SimPlan withClockRateError(double error) {
        return new SimPlan(timing, tenure, outsider, mutation, selfEndingWork, habits, error);
    }

    /** Whether a leader may believe beyond every bound; then fences alone protect. */
    boolean isBeyondBelief() {
        return habits.strangeMachines || outsider == Outsider.FORCES || outsider == Outsider.RESTORES;
    }

    /** Whether nothing and nobody but the candidates is to blame for what happens to a term. */
    boolean isUndisturbed() {
        return (outsider == Outsider.HARMLESS || isCoordinated()) && !habits.strangeMachines;
    }

    /** Whether a coordinator says who leads. */
    boolean isCoordinated() {
        return outsider == Outsider.COORDINATES;
    }

    /** The lease duration in nanoseconds. */
    long lease() {
        return timing.leaseDuration().toNanos();
    }

    /** The longest lease duration of any candidate, in nanoseconds. */
    long longestLease() {
        return habits.mixedLeases ? 2 * lease() : lease();
    }
}
