package io.bellwether.spring.boot.starter;

/** A {@link LeaderOnly} method that returns something was called, or the token asked for, without being the leader. */
public final class NotLeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** States what was attempted. */
    public NotLeaderException(String attempted) {
        super("This application does not lead: " + attempted);
    }
}
