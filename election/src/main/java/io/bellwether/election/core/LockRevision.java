package io.bellwether.election.core;

/**
 * One version of a lock, as its store names it.
 *
 * @param text the store's own name, compared for equality and handed back as the base of a write
 * @param order the same as a number that grows with each write; {@value #UNORDERED} when the store's names have no
 *     order
 */
public record LockRevision(String text, long order) {

    /** The order of a revision that has none. */
    public static final long UNORDERED = -1;

    /** A revision by its text; it has an order when the text is a decimal number. */
    public static LockRevision of(String text) {
        return new LockRevision(text, orderOf(text));
    }

    /** A revision by its number. */
    public static LockRevision of(long order) {
        return new LockRevision(Long.toString(order), order);
    }

    /** Whether this one is certainly older; false when either has no order. */
    public boolean isBefore(LockRevision other) {
        return order != UNORDERED && other.order != UNORDERED && order < other.order;
    }

    private static long orderOf(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return UNORDERED;
        }
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) < '0' || text.charAt(index) > '9') {
                return UNORDERED;
            }
        }
        return Long.parseLong(text);
    }
}
