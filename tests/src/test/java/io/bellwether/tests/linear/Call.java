package io.bellwether.tests.linear;

/**
 * One call of one client.
 *
 * @param invoked when it was sent, in ticks of the journal: of two ticks the greater one came later
 * @param returned when the answer was there; {@link #NEVER} for a call without one
 */
record Call(String client, Action action, Outcome outcome, long invoked, long returned) {

    static final long NEVER = Long.MAX_VALUE;

    boolean isUnknown() {
        return outcome instanceof Outcome.Unknown;
    }

    @Override
    public String toString() {
        String end = returned == NEVER ? "…" : Long.toString(returned);
        return "[" + invoked + ", " + end + "] " + client + ": " + action + " -> " + outcome;
    }
}
