package io.bellwether.cli.elect;

/**
 * The exit codes of {@code bellwether elect} that are not the command's own (BSD's sysexits, and those of shells and of
 * timeout(1)).
 */
final class ElectExit {

    /** The command line is wrong. */
    static final int USAGE = 64;

    /** With --fail-fast: the API server cannot be reached. */
    static final int UNAVAILABLE = 69;

    /** Something in this program or of its guardian failed. */
    static final int SOFTWARE = 70;

    /** With --on-loss=exit: the leadership was lost. */
    static final int LOST = 75;

    /** With --fail-fast: the server does not permit it. */
    static final int FORBIDDEN = 77;

    /** The configuration cannot be used. */
    static final int CONFIGURATION = 78;

    /** --wait-timeout passed without a leadership. */
    static final int WAIT_TIMEOUT = 124;

    /** The command exists and cannot be executed. */
    static final int NOT_EXECUTABLE = 126;

    /** There is no such command. */
    static final int NOT_FOUND = 127;

    /** Ended by a signal: this plus its number. */
    static final int BY_SIGNAL = 128;

    private ElectExit() {}
}
