package io.bellwether.election.core;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a request was not served.
 *
 * @param kind decides how soon to try again
 * @param retryAfter the server's wish, where it had one
 * @param detail for logs, one line
 */
public record Failure(Kind kind, Optional<Duration> retryAfter, String detail) {

    /** What kind of failure it was. */
    public enum Kind {
        /** No answer, or none in time. */
        UNREACHABLE,
        /** The server asks for fewer requests. */
        THROTTLED,
        /** The server failed. */
        SERVER_ERROR,
        /** Not authenticated, or not permitted. */
        FORBIDDEN,
        /** The server will never accept this request, for instance because the namespace does not exist. */
        INVALID
    }

    /** A failure without a wish of the server. */
    public static Failure of(Kind kind, String detail) {
        return new Failure(kind, Optional.empty(), detail);
    }

    /** Whether only a change of the set-up can help. */
    public boolean isPersistent() {
        return kind == Kind.FORBIDDEN || kind == Kind.INVALID;
    }
}
