package io.bellwether.store;

import org.jspecify.annotations.Nullable;

/** The world refused what the store was asked for; nothing was written. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of refusal. */
    public enum Reason {
        /** The disk is full; reads go on, and deletes as far as the reserve goes. */
        NO_SPACE,
        /** A value above {@link Store#VALUE_SIZE_LIMIT}. */
        TOO_LARGE,
        /** The store was closed. */
        CLOSED,
        /** An earlier I/O error ended writing; the process must be restarted. */
        FAILED,
        /** Another process holds the data directory. */
        LOCKED,
        /** The data were written by a newer version of the program. */
        FORMAT_TOO_NEW,
        /** The data are damaged. */
        CORRUPT,
        /** The data directory cannot be used: missing permission, not a directory. */
        UNUSABLE
    }

    private final Reason reason;

    /** States what was attempted and what stood in the way. */
    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of refusal. */
    public Reason reason() {
        return reason;
    }
}
