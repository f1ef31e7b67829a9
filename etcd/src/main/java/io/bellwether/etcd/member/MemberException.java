package io.bellwether.etcd.member;

import org.jspecify.annotations.Nullable;

/** The member cannot run: what, why, and what to do, in one line. */
public final class MemberException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Reason {
        /** There is no etcd to run, or it is none that is known. */
        NO_ETCD,
        /** Another supervisor has the data directory. */
        LOCKED,
        /** The state or data directory cannot be read or written. */
        UNUSABLE,
        /** The state was written by a newer Bellwether, or by somebody else. */
        UNREADABLE_STATE,
        /** A port is in use. */
        PORT_IN_USE,
        /** The token is wrong. */
        WRONG_TOKEN,
        /** The planner refuses to start, until a person changes something. */
        REFUSED
    }

    private final Reason reason;

    MemberException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    MemberException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
