package io.bellwether.cli.command;

/** The exit codes of all commands but {@code elect}, which has a table of its own. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;

    /** It did not work. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** Stopped by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
