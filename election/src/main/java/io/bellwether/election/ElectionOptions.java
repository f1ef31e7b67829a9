package io.bellwether.election;

import io.bellwether.election.core.Candidacy.Elector;
import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.election.core.ElectionTiming;
import java.util.Map;

/**
 * How a candidate takes part. {@link #candidate} and {@link #observer} give the usual one; the rest is changed one by
 * one.
 *
 * @param identity the holder's name as others see it, usually the pod's or the host's; not empty. Each candidate should
 *     have its own; two with the same name are told apart all the same
 * @param timing how fast the election goes
 * @param listener hears what happens
 * @param participation whether it wants to lead
 * @param tenure for how long a term is given
 * @param onLoss what follows when a term was lost
 * @param elector who decides who leads
 * @param origin where this process runs, such that no two run there at the same time: the UID of the pod and the name
 *     of the container; empty when that is not known. After a restart in place the candidate then leads again at once
 * @param notes what others may know about the leader, for instance {@code address}; written while leading
 */
public record ElectionOptions(
        String identity,
        ElectionTiming timing,
        ElectionListener listener,
        Participation participation,
        Tenure tenure,
        LossPolicy onLoss,
        Elector elector,
        String origin,
        Map<String, String> notes) {

    /** Whether to lead. */
    public enum Participation {
        /** Contends for the lock. */
        CANDIDATE,
        /** Contends once it is told to resume. */
        PAUSED,
        /** Only watches who leads. */
        OBSERVER
    }

    /** Refuses an empty identity; the map is copied. */
    public ElectionOptions {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("identity must not be empty");
        }
        notes = Map.copyOf(notes);
    }

    /** A candidate with the standard timing (a lease of 15 s) and no listener. */
    public static ElectionOptions candidate(String identity) {
        return new ElectionOptions(
                identity,
                ElectionTiming.standard(),
                new ElectionListener() {},
                Participation.CANDIDATE,
                Tenure.LEASE,
                new LossPolicy.Recampaign(),
                Elector.CANDIDATES,
                "",
                Map.of());
    }

    /** An observer with the standard timing. */
    public static ElectionOptions observer(String identity) {
        return candidate(identity).with(Participation.OBSERVER);
    }

    /** The same with another timing. */
    public ElectionOptions withTiming(ElectionTiming other) {
        return new ElectionOptions(identity, other, listener, participation, tenure, onLoss, elector, origin, notes);
    }

    /** The same with another listener. */
    public ElectionOptions withListener(ElectionListener other) {
        return new ElectionOptions(identity, timing, other, participation, tenure, onLoss, elector, origin, notes);
    }

    /** The same with another participation. */
    public ElectionOptions with(Participation other) {
        return new ElectionOptions(identity, timing, listener, other, tenure, onLoss, elector, origin, notes);
    }

    /** The same with another tenure. */
    public ElectionOptions with(Tenure other) {
        return new ElectionOptions(identity, timing, listener, participation, other, onLoss, elector, origin, notes);
    }

    /** The same with another reaction to a loss. */
    public ElectionOptions onLoss(LossPolicy other) {
        return new ElectionOptions(identity, timing, listener, participation, tenure, other, elector, origin, notes);
    }

    /** The same with somebody else who decides. */
    public ElectionOptions with(Elector other) {
        return new ElectionOptions(identity, timing, listener, participation, tenure, onLoss, other, origin, notes);
    }

    /** The same at another origin. */
    public ElectionOptions withOrigin(String other) {
        return new ElectionOptions(identity, timing, listener, participation, tenure, onLoss, elector, other, notes);
    }

    /** The same with other notes. */
    public ElectionOptions withNotes(Map<String, String> other) {
        return new ElectionOptions(identity, timing, listener, participation, tenure, onLoss, elector, origin, other);
    }
}
