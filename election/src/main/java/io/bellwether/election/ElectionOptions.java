package io.bellwether.election;

import io.bellwether.election.core.ElectionTiming;

/**
 * How a candidate takes part.
 *
 * @param identity the holder's name as others see it, usually the pod's or the host's; not empty. Each candidate should
 *     have its own; two with the same name are told apart all the same
 * @param timing how fast the election goes
 * @param listener hears what happens
 * @param participation whether it wants to lead
 */
public record ElectionOptions(
        String identity, ElectionTiming timing, ElectionListener listener, Participation participation) {

    /** Whether to lead. */
    public enum Participation {
        /** Contends for the lock. */
        CANDIDATE,
        /** Only watches who leads. */
        OBSERVER
    }

    /** Refuses an empty identity. */
    public ElectionOptions {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("identity must not be empty");
        }
    }

    /** A candidate with the standard timing (a lease of 15 s) and no listener. */
    public static ElectionOptions candidate(String identity) {
        return new ElectionOptions(
                identity, ElectionTiming.standard(), new ElectionListener() {}, Participation.CANDIDATE);
    }

    /** An observer with the standard timing. */
    public static ElectionOptions observer(String identity) {
        return new ElectionOptions(
                identity, ElectionTiming.standard(), new ElectionListener() {}, Participation.OBSERVER);
    }

    /** The same with another timing. */
    public ElectionOptions withTiming(ElectionTiming other) {
        return new ElectionOptions(identity, other, listener, participation);
    }

    /** The same with another listener. */
    public ElectionOptions withListener(ElectionListener other) {
        return new ElectionOptions(identity, timing, other, participation);
    }
}
