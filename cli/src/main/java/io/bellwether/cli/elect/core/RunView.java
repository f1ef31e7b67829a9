package io.bellwether.cli.elect.core;

import java.util.OptionalInt;

/**
 * What is known about a running command at one moment.
 *
 * @param nowNanos on the machine's clock
 * @param heldUntilNanos until when nobody else can lead; grows with renewals
 * @param standing whether the leadership still stands
 * @param stopRequests how often this program was asked to stop (TERM, INT)
 * @param exitCode of the command itself, once it has ended
 * @param group whether processes of its group live
 */
public record RunView(
        long nowNanos, long heldUntilNanos, Standing standing, int stopRequests, OptionalInt exitCode, Group group) {

    /** The leadership. */
    public enum Standing {
        /** It stands. */
        LEADING,
        /** It is over: the work must stop. */
        LOST
    }

    /** The processes that the command and its children are. */
    public enum Group {
        /** At least one lives, or may live. */
        ALIVE,
        /** None lives. */
        EMPTY
    }

    boolean isOver() {
        return exitCode.isPresent() && group == Group.EMPTY;
    }
}
