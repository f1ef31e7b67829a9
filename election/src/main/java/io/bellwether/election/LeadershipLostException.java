package io.bellwether.election;

/** Thrown by {@link Leadership#check} when the leadership is no longer valid. */
public final class LeadershipLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeadershipLostException(String message) {
        super(message);
    }
}
