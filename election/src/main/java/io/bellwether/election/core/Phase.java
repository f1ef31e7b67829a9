package io.bellwether.election.core;

/** Where a candidate stands. */
public sealed interface Phase {

    /** Not started. */
    record Idle() implements Phase {}

    /**
     * A candidate, or an observer: watches the lock, and contends for it once it may.
     *
     * @param notBeforeNanos earliest moment to contend: a pause after having led
     * @param pause what the pause is for
     */
    record Following(long notBeforeNanos, Pause pause) implements Phase {

        /** Contends as soon as it may. */
        static final Following AT_ONCE = new Following(Long.MIN_VALUE, Pause.NONE);
    }

    /** Leads; the work runs. */
    record Leading(Holding holding, Footing footing) implements Phase {}

    /**
     * The work was told to stop and the lock is still renewed, so that it can be released.
     *
     * @param untilNanos when the work has overrun; then the lock is left to expire
     * @param successor who is to lead next; empty for anybody
     */
    record Draining(Holding holding, EndReason reason, long untilNanos, String successor) implements Phase {}

    /** The work was told to stop and the lock is not touched any more. */
    record Stopping(Term term, EndReason reason) implements Phase {}

    /**
     * The work has stopped; the record is being freed, while it is ours.
     *
     * @param reason why the term ended
     * @param giveUpAtNanos when the lock is left to expire instead
     * @param successor who is to lead next; empty for anybody
     */
    record Releasing(EndReason reason, long giveUpAtNanos, String successor) implements Phase {}

    /** Finished for good. */
    record Closed() implements Phase {}

    /** Why a candidate does not contend for a while. */
    enum Pause {
        /** It does. */
        NONE,
        /**
         * It was asked to step down: another one is to lead first. Over as soon as somebody else has written the lock.
         */
        YIELDS,
        /**
         * Its term ended by itself: however soon others' terms end too, its own do not follow each other without a
         * pause.
         */
        RESTS
    }

    /** How safe a leader is. */
    enum Footing {
        /** Renewals are acknowledged. */
        SAFE,
        /** Renewals have been missing for a while; the term ends soon unless one succeeds. */
        JEOPARDY
    }
}
