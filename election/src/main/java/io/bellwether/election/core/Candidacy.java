package io.bellwether.election.core;

import java.util.Map;

/**
 * How a candidate takes part.
 *
 * @param identity who it is
 * @param timing how fast the election goes
 * @param tenure for how long a term is given
 * @param afterLoss what follows when a term was lost
 * @param elector who decides who leads
 * @param origin where this process runs, see {@link Marks#origin}; empty when unknown. A record that a process at the
 *     same origin wrote before this one began is that of a dead process, and is taken over at once
 * @param notes written into the record while leading. The map is copied; at most {@value #NOTES_LIMIT}
 */
public record Candidacy(
        Identity identity,
        ElectionTiming timing,
        Tenure tenure,
        AfterLoss afterLoss,
        Elector elector,
        String origin,
        Map<String, String> notes) {

    /** A record is for people and routers to read, not a place to keep data. */
    public static final int NOTES_LIMIT = 16;

    /** For how long a term is given. */
    public enum Tenure {
        /** For a lease, which must be renewed. */
        LEASE,
        /**
         * For life: until the record is released or deleted. Nothing is renewed, and losing touch with the lock's store
         * ends nothing.
         */
        LIFE
    }

    /** What follows when a term was lost: not when it was given back, and not when its work ended by itself. */
    public enum AfterLoss {
        /** The candidate contends again. */
        RECAMPAIGN,
        /** The candidate closes. */
        CLOSE
    }

    /** Who decides who leads. */
    public enum Elector {
        /** The candidates, by writing first; a record that somebody else decides about is left alone. */
        CANDIDATES,
        /**
         * A coordinator beside the lock's store, by naming the holder; the candidate never takes what it was not given.
         */
        COORDINATOR
    }

    /** The map is copied; refuses too many notes. */
    public Candidacy {
        notes = Map.copyOf(notes);
        if (notes.size() > NOTES_LIMIT) {
            throw new IllegalArgumentException(
                    "at most " + NOTES_LIMIT + " notes go into a record, but there are " + notes.size());
        }
    }

    /** A candidate for leases among equals, without origin and notes. */
    public static Candidacy of(Identity identity, ElectionTiming timing) {
        return new Candidacy(identity, timing, Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES, "", Map.of());
    }
}
