package io.bellwether.cli.command;

import org.jspecify.annotations.Nullable;

/** Ends a command with a code and one line for the person who called it: what failed, why, what to do. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** With a code of the command's own table. */
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** With a code of the command's own table. */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /** With {@link ExitCode#FAILED}. */
    public static CommandFailure of(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    /** With {@link ExitCode#FAILED}. */
    public static CommandFailure of(String message, Throwable cause) {
        return new CommandFailure(ExitCode.FAILED, message, cause);
    }

    /** The code that the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
